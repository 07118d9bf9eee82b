import { describe, expect, it } from "vitest"
import type { ConferenceSummary, SpaceMember } from "../../live"
import { countdown, inOrder, nextOf } from "./conferences"
import { matches } from "./MembersPage"
import { CLOCKS, suggestedStart } from "./plan"

function conference(id: string, state: ConferenceSummary["state"], starts_at: string): ConferenceSummary {
  const ends_at = new Date(Date.parse(starts_at) + 30 * 60_000).toISOString()
  return { id, state, starts_at, ends_at, duration_min: 30 } as ConferenceSummary
}

const PAST = conference("past", "ended", "2026-11-10T14:00:00Z")
const OLDER = conference("older", "expired", "2026-11-03T14:00:00Z")
const SOON = conference("soon", "scheduled", "2026-11-17T14:00:00Z")
const LATER = conference("later", "scheduled", "2026-11-24T14:00:00Z")
const RUNNING = conference("running", "live", "2026-11-17T13:45:00Z")

describe("conferences of a space", () => {
  it("point at what runs, else at what comes first, else at nothing", () => {
    expect(nextOf([LATER, SOON, RUNNING, PAST])?.id).toBe("running")
    expect(nextOf([LATER, PAST, SOON])?.id).toBe("soon")
    expect(nextOf([PAST])).toBeNull()
  })

  it("stand in order: to come soonest first, then past latest first", () => {
    expect(inOrder([OLDER, LATER, PAST, SOON]).map((one) => one.id)).toEqual([
      "soon",
      "later",
      "past",
      "older",
    ])
  })

  it("count down to the start, then to the end", () => {
    expect(countdown(SOON, Date.parse("2026-11-17T13:46:00Z"))).toMatchObject({ until: "start", minutes: 14 })
    expect(countdown(SOON, Date.parse("2026-11-17T14:15:00Z"))).toEqual({
      until: "end",
      minutes: 15,
      fraction: 0.5,
    })
    expect(countdown(SOON, Date.parse("2026-11-17T15:00:00Z"))).toMatchObject({ minutes: 0, fraction: 0 })
  })
})

describe("planning", () => {
  it("offers a five-minute grid (D-14)", () => {
    expect(CLOCKS).toHaveLength(288)
    expect(CLOCKS.slice(0, 3)).toEqual(["00:00", "00:05", "00:10"])
    expect(CLOCKS.at(-1)).toBe("23:55")
  })

  it("suggests the next full or half hour in Brussels", () => {
    expect(suggestedStart(Date.parse("2026-11-17T13:46:00Z"))).toEqual({ date: "2026-11-17", clock: "15:00" })
    expect(suggestedStart(Date.parse("2026-11-17T13:55:00Z"))).toEqual({ date: "2026-11-17", clock: "15:30" })
    expect(suggestedStart(Date.parse("2026-07-14T22:10:00Z"))).toEqual({ date: "2026-07-15", clock: "00:30" })
  })
})

describe("finding members", () => {
  const member = { name: "Günel Səfərli", school: "Xəzər Ulduzu", city: "Bakı" } as SpaceMember

  it.each(["gunel", "GÜNEL", "seferli baki", "xezer"])("finds Günel Səfərli of Bakı by “%s”", (words) => {
    expect(matches(member, words)).toBe(true)
  })

  it("wants every word", () => {
    expect(matches(member, "gunel ferrara")).toBe(false)
  })
})
