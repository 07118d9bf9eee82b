import { describe, expect, test } from "vitest"
import { assignSlots, isWeak, sameWants, slotShowing, videoSlotCount, type Wish } from "./media-slots"

const face = (user: string, layer: Wish["layer"] = "low"): Wish => ({ user, source: "camera", layer })
const shown = (wants: ReturnType<typeof assignSlots>) => wants.map(({ mid, user }) => `${mid}:${user ?? "-"}`)

describe("slots", () => {
  test("take the wishes in their order", () => {
    expect(shown(assignSlots(["6", "7", "8"], [], [face("ada"), face("grace")]))).toEqual([
      "6:ada",
      "7:grace",
      "8:-",
    ])
  })

  test("keep what they show when the order changes", () => {
    const before = assignSlots(["6", "7", "8"], [], [face("ada"), face("grace")])
    const after = assignSlots(["6", "7", "8"], before, [face("eve"), face("grace"), face("ada")])
    expect(shown(after)).toEqual(["6:ada", "7:grace", "8:eve"])
  })

  test("change the layer in place when somebody comes on stage", () => {
    const before = assignSlots(["6", "7"], [], [face("ada"), face("grace")])
    const after = assignSlots(["6", "7"], before, [face("grace", "high"), face("ada")])
    expect(after[1]).toEqual({ mid: "7", user: "grace", source: "camera", layer: "high" })
    expect(sameWants(before, after)).toBe(false)
  })

  test("are freed for the most wanted when there are too few", () => {
    const before = assignSlots(["6", "7"], [], [face("ada"), face("grace")])
    expect(shown(assignSlots(["6", "7"], before, [face("eve"), face("ada"), face("grace")]))).toEqual([
      "6:ada",
      "7:eve",
    ])
  })

  test("show a camera and a screen of the same person side by side", () => {
    const wishes: Wish[] = [{ user: "ada", source: "screen", layer: "high" }, face("ada")]
    const wants = assignSlots(["6", "7"], [], wishes)
    expect(wants.map(({ source }) => source)).toEqual(["screen", "camera"])
    expect(assignSlots(["6", "7"], wants, wishes)).toEqual(wants)
  })

  test("are found by who is in them", () => {
    const slots = [{ mid: "6", user: "ada", source: "screen" as const }]
    expect(slotShowing(slots, "ada", "screen")).toBe("6")
    expect(slotShowing(slots, "ada", "camera")).toBeNull()
  })
})

test("an old laptop, little memory and a phone get six pictures, others twelve", () => {
  expect(videoSlotCount(isWeak({ cores: 2 }))).toBe(6)
  expect(videoSlotCount(isWeak({ cores: 8, memoryGb: 4 }))).toBe(6)
  expect(videoSlotCount(isWeak({ cores: 8, memoryGb: 8, phone: true }))).toBe(6)
  expect(videoSlotCount(isWeak({ cores: 4, memoryGb: 8 }))).toBe(12)
  expect(videoSlotCount(isWeak({}))).toBe(12)
})
