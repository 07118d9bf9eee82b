import { describe, expect, it } from "vitest"
import type { EventCard } from "../../live"
import { BRUSSELS } from "../../ui/time"
import {
  addDays,
  addMonths,
  byDay,
  changesIn,
  clockChange,
  gridOf,
  hoursOf,
  isDay,
  placed,
  rangeOf,
  step,
  weekday,
  weekOf,
} from "./calendar"

const card = (title: string, starts_at: string, ends_at: string): EventCard => ({
  id: title,
  title,
  lang: "en",
  starts_at,
  ends_at,
  audience: "all",
  state: "published",
  form: "meeting",
  mode: "online",
  summary: "",
  host: "Ada Marin",
  host_country: "IT",
  capacity: 100,
  joined: 0,
  waiting: 0,
  you_are: null,
  picture: null,
  picture_alt: "",
  in_audience: true,
  open_until: null,
})

describe("days", () => {
  it("knows weeks, months and their ends", () => {
    expect(weekday("2026-11-17")).toBe(1)
    expect(weekOf("2026-11-17")).toEqual(expect.arrayContaining(["2026-11-16", "2026-11-22"]))
    expect(gridOf("2026-11-17")).toHaveLength(42)
    expect([gridOf("2026-11-17")[0], gridOf("2027-02-10")[0]]).toEqual(["2026-10-26", "2027-02-01"])
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01")
    expect([addMonths("2026-01-31", 1), addMonths("2026-03-31", -1)]).toEqual(["2026-02-28", "2026-02-28"])
    expect([
      step("day", "2026-11-17", 1),
      step("week", "2026-11-17", -1),
      step("month", "2026-11-17", 1),
    ]).toEqual(["2026-11-18", "2026-11-10", "2026-12-17"])
    expect([isDay("2026-11-17"), isDay("2026-13-17"), isDay("tomorrow"), isDay(null)]).toEqual([
      true,
      false,
      false,
      false,
    ])
  })

  it("begin and end at Brussels' midnights, also where the clocks change", () => {
    expect(rangeOf(["2026-07-14"])).toEqual({
      from: "2026-07-13T22:00:00.000Z",
      to: "2026-07-14T22:00:00.000Z",
    })
    expect(rangeOf(["2026-03-29"])).toEqual({
      from: "2026-03-28T23:00:00.000Z",
      to: "2026-03-29T22:00:00.000Z",
    })
  })
})

describe("events in a calendar", () => {
  it("stand on each day that they touch", () => {
    const late = card("late", "2026-11-17T22:30:00Z", "2026-11-18T00:30:00Z")
    const days = byDay([late, card("exact", "2026-11-18T22:00:00Z", "2026-11-18T23:00:00Z")])
    expect([...days.keys()]).toEqual(["2026-11-17", "2026-11-18"])
    expect(days.get("2026-11-18")?.map(({ title }) => title)).toEqual(["late", "exact"])
  })

  it("stand side by side when they overlap", () => {
    const a = card("a", "2026-11-17T09:00:00Z", "2026-11-17T10:00:00Z")
    const b = card("b", "2026-11-17T09:30:00Z", "2026-11-17T11:00:00Z")
    const c = card("c", "2026-11-17T10:00:00Z", "2026-11-17T10:30:00Z")
    const d = card("d", "2026-11-17T15:00:00Z", "2026-11-17T19:00:00Z")
    const all = placed("2026-11-17", [d, c, b, a])
    expect(all.shown.map(({ event, lane, lanes }) => [event.title, lane, lanes])).toEqual([
      ["a", 0, 2],
      ["b", 1, 2],
      ["c", 0, 2],
      ["d", 0, 1],
    ])
    expect(all.more).toEqual([])
    expect(all.shown[0]?.from).toBe(600)
    expect(hoursOf(all.shown)).toEqual({ first: 9, last: 20 })
  })

  it("are only counted where a third and a fourth overlap two, until there is room again", () => {
    const at = (title: string, from: string, to: string) =>
      card(title, `2026-11-17T${from}:00Z`, `2026-11-17T${to}:00Z`)
    const all = placed("2026-11-17", [
      at("a", "09:00", "10:00"),
      at("b", "09:00", "11:00"),
      at("c", "09:00", "10:30"),
      at("d", "09:30", "11:30"),
      at("e", "10:00", "11:00"),
      at("f", "12:00", "13:00"),
    ])
    expect(all.shown.map(({ event, lane, lanes }) => [event.title, lane, lanes])).toEqual([
      ["a", 0, 2],
      ["b", 1, 2],
      ["e", 0, 2],
      ["f", 0, 1],
    ])
    expect(all.more).toEqual([{ from: 600, to: 750, number: 2 }])
  })
})

describe("the week in which clocks change", () => {
  const start = (at: string) => Date.parse(at)

  it("is told to everybody for whom an hour is another one then", () => {
    const before = start("2026-03-26T12:00:00Z")
    // Baku has no summer time: 14:00 in Brussels is 17:00 there before, 16:00 after.
    expect(clockChange(before, start("2026-03-31T12:00:00Z"), "Asia/Baku")).toEqual({
      day: "2026-03-29",
      now: 180,
      atStart: 120,
    })
    expect(clockChange(before, start("2026-03-31T12:00:00Z"), BRUSSELS)).toEqual({
      day: "2026-03-29",
      now: 0,
      atStart: 0,
    })
  })

  it("is told in autumn as in spring", () => {
    const [before, after] = [start("2026-10-23T12:00:00Z"), start("2026-10-27T12:00:00Z")]
    expect(clockChange(before, after, "Asia/Baku")).toEqual({ day: "2026-10-25", now: 120, atStart: 180 })
  })

  it("is not told of when it lies before now, after the event or more than a week before it", () => {
    expect(clockChange(start("2026-03-29T12:00:00Z"), start("2026-03-31T12:00:00Z"), "Asia/Baku")).toBeNull()
    expect(clockChange(start("2026-03-26T12:00:00Z"), start("2026-03-28T12:00:00Z"), "Asia/Baku")).toBeNull()
    expect(clockChange(start("2026-03-20T12:00:00Z"), start("2026-04-06T12:00:00Z"), "Asia/Baku")).toBeNull()
    expect(clockChange(start("2026-04-02T12:00:00Z"), start("2026-04-01T12:00:00Z"), "Asia/Baku")).toBeNull()
  })
})

describe("a week in which clocks change", () => {
  it("shifts the viewer's own hours, or those of countries without summer time", () => {
    for (const day of ["2026-03-25", "2026-10-25"]) {
      expect(changesIn(day, "Asia/Baku")).toBe("own")
      expect(changesIn(day, BRUSSELS)).toBe("theirs")
      expect(changesIn(day, "Europe/Athens")).toBe("theirs")
    }
    // Only there: the hours of whoever sits there shift.
    expect(changesIn("2026-03-08", "America/New_York")).toBe("own")
  })

  it("is none of the others", () => {
    for (const zone of [BRUSSELS, "Asia/Baku"]) {
      expect(changesIn("2026-03-18", zone)).toBeNull()
      expect(changesIn("2026-03-30", zone)).toBeNull()
    }
  })
})
