import { describe, expect, test } from "vitest"
import { inside, person } from "./people.fixture"
import { talkClock, talkShares, withQuietSchools } from "./talk"

const school = (name: string, seconds: number) => ({ school: name, country: null, seconds })

describe("talk time", () => {
  test("is shared out among the schools", () => {
    const shares = talkShares([school("Liceo", 30), school("School 27", 90), school("Zappeion", 0)])
    expect(shares.map(({ school: name, share }) => [name, share])).toEqual([
      ["School 27", 0.75],
      ["Liceo", 0.25],
      ["Zappeion", 0],
    ])
  })

  test("names the schools that have said nothing, each once", () => {
    const silent = inside("linus", { person: person("linus", "pupil", "Liceo") })
    const all = withQuietSchools([school("School 27", 90)], [inside("ada"), silent, silent])
    expect(all.map(({ school: name, seconds }) => [name, seconds])).toEqual([
      ["School 27", 90],
      ["Liceo", 0],
    ])
  })

  test("of nobody is nothing", () => {
    expect(talkShares([school("Liceo", 0)])[0]?.share).toBe(0)
    expect(talkShares([])).toEqual([])
  })

  test.each([
    [0, "0:00"],
    [5, "0:05"],
    [760, "12:40"],
  ])("of %i seconds is written %s", (seconds, clock) => {
    expect(talkClock(seconds)).toBe(clock)
  })
})
