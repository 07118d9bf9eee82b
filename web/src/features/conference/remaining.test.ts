import { expect, test } from "vitest"
import { lesson } from "./people.fixture"
import { remaining } from "./remaining"

const at = (clock: string) => Date.parse(`2026-11-17T${clock}:00Z`)

test("a conference counts down to its start and then to its end", () => {
  expect(remaining(lesson(), at("13:50"))).toEqual({ until: "start", minutes: 10, of: 60 })
  expect(remaining(lesson(), at("14:00"))).toEqual({ until: "end", minutes: 30, of: 30 })
  expect(remaining(lesson(), at("14:30"))).toEqual({ until: "end", minutes: 0, of: 30 })
})

test("an event counts down to its planned end, and then to the closing of its room", () => {
  const event = lesson({ event: "event", closes_at: "2026-11-17T14:45:00Z" })
  expect(remaining(event, at("14:00"))).toEqual({ until: "end", minutes: 30, of: 30 })
  expect(remaining(event, at("14:29"))).toEqual({ until: "end", minutes: 1, of: 30 })
  expect(remaining(event, at("14:30"))).toEqual({ until: "closing", minutes: 15, of: 15 })
  expect(remaining(event, at("14:44"))).toEqual({ until: "closing", minutes: 1, of: 15 })
})
