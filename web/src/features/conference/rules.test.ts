import { describe, expect, test } from "vitest"
import { PREPARED, preparedOf, presetOf, turned, withPreset } from "./rules"

describe("the three sets of locks", () => {
  test.each([
    [["screen"], "discussion"],
    [["screen", "microphone", "camera"], "lecture"],
    [[], "workshop"],
    [["chat"], "workshop"],
    [["screen", "chat"], "discussion"],
    [["camera"], null],
    [["microphone", "screen"], null],
  ] as const)("%j is called %s", (locks, preset) => {
    expect(presetOf(locks)).toBe(preset)
  })

  test("leave the chat as it is", () => {
    expect(withPreset(["chat", "camera"], "discussion")).toEqual(["screen", "chat"])
    expect(withPreset(["camera"], "workshop")).toEqual([])
  })

  test("can be changed one by one", () => {
    expect(turned(["screen"], "camera")).toEqual(["screen", "camera"])
    expect(turned(["screen", "camera"], "screen")).toEqual(["camera"])
  })
})

test("what an event opens with is known by its locks, in any order", () => {
  for (const [name, locks] of Object.entries(PREPARED)) expect(preparedOf([...locks].reverse())).toBe(name)
  expect(preparedOf(["chat"])).toBeNull()
})
