import { describe, expect, it } from "vitest"
import { blank, bodyOf, type Filled, firstUnfinished, merged, problemsOf, startOf } from "./fields"

const NOW = Date.parse("2026-07-04T09:10:00Z")
const whole: Filled = { ...blank(NOW, "az"), title: " Bahar ", summary: "Gəlin." }
const missing = (step: Parameters<typeof problemsOf>[0], change: Partial<Filled>) =>
  Object.keys(problemsOf(step, { ...whole, ...change }, NOW))

describe("making an event", () => {
  it("begins a week ahead on a half hour of Brussels", () => {
    expect([whole.day, whole.clock]).toEqual(["2026-07-11", "11:30"])
    expect(startOf(whole)).toBe(Date.parse("2026-07-11T09:30:00Z"))
    expect(startOf({ day: "", clock: "11:30" })).toBeNaN()
  })

  it("says in each step what is missing", () => {
    expect(missing("what", {})).toEqual([])
    expect(missing("what", { title: " ", summary: "", mode: "onsite_face" })).toEqual([
      "title",
      "summary",
      "place",
    ])
    expect(missing("when", { day: "" })).toEqual(["day"])
    expect(missing("when", { day: "2026-07-03" })).toEqual(["day"])
    expect(missing("who", { audience: "countries", capacity: "101" })).toEqual(["capacity", "countries"])
    expect(missing("who", { audience: "contacts", capacity: "" })).toEqual(["capacity", "contacts"])
    expect(firstUnfinished(whole, NOW)).toBeNull()
    expect(firstUnfinished({ ...whole, capacity: "0", day: "" }, NOW)).toBe("when")
  })

  it("lets a start that has come stay where it is", () => {
    const begun = { ...whole, day: "2026-07-04", clock: "11:00" }
    expect(firstUnfinished(begun, NOW)).toBe("when")
    expect(firstUnfinished(begun, NOW, startOf(begun))).toBeNull()
  })

  it("sends only what belongs to the choice that was made", () => {
    const body = bodyOf(
      { ...whole, place: "Bakı", countries: ["AZ"], contacts: ["x"], audience: "countries" },
      true,
    )
    expect(body).toMatchObject({
      title: "Bahar",
      place: "",
      countries: ["AZ"],
      contacts: [],
      capacity: 100,
      publish: true,
      starts_at: "2026-07-11T09:30:00.000Z",
    })
    expect(body).not.toHaveProperty("day")
  })
})

describe("two who wrote at once", () => {
  const before: Filled = { ...whole, cohosts: ["a", "b"] }

  it("keeps what each of them changed alone, and asks about what both did", () => {
    const mine = { ...before, title: "Mine", summary: "Mine too.", clock: "12:00" }
    const theirs = { ...before, title: "Theirs", day: "2026-08-01", clock: "12:00", cohosts: ["b", "a"] }
    const { filled, taken, both } = merged(before, mine, theirs)
    expect([taken, both]).toEqual([["day"], ["title"]])
    expect(filled).toEqual({ ...mine, day: "2026-08-01" })
  })

  it("asks about a picture that both chose, and shows the one that only the other chose", () => {
    const theirs = { ...before, pictureThere: "theirs" }
    expect(merged(before, before, theirs)).toEqual({ filled: theirs, taken: ["picture"], both: [] })
    const mine = { ...before, picture: new File([""], "mine.png") }
    expect(merged(before, mine, theirs)).toEqual({
      filled: { ...mine, pictureThere: "theirs" },
      taken: [],
      both: ["picture"],
    })
    expect(merged(before, { ...before, pictureGone: true }, theirs).both).toEqual(["picture"])
    expect(merged(before, mine, before)).toMatchObject({ taken: [], both: [] })
  })

  it("loses nothing when only one of them wrote", () => {
    expect(merged(before, before, { ...before, body: "New" }).filled.body).toBe("New")
    expect(merged(before, { ...before, body: "New" }, before)).toMatchObject({ taken: [], both: [] })
  })
})
