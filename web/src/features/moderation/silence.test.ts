import { expect, test } from "vitest"
import type { RoomRules } from "../../live"
import { silenceOf } from "./silence"

const NOON = Date.parse("2026-11-27T12:00:00Z")

function room(rules: Partial<RoomRules["rules"]>, until?: string | null): RoomRules {
  const person = { id: "1", name: "Aysu R.", kind: "pupil" as const, school: null, city: null, country: "AZ" }
  return {
    room: "r",
    state: "open",
    rules: { pupils_can_write: true, slow_mode_s: 0, hours: null, ...rules },
    muted: until === undefined ? [] : [{ person, until }],
  }
}

test("a pupil who is muted is silent until then, or until somebody lifts it", () => {
  expect(silenceOf(room({}, "2026-11-27T12:05:00Z"), NOON, "12:00")).toEqual({
    kind: "muted",
    until: "2026-11-27T12:05:00Z",
  })
  expect(silenceOf(room({}, "2026-11-27T12:00:00Z"), NOON, "12:00")).toBeNull()
  expect(silenceOf(room({}, null), NOON, "12:00")).toEqual({ kind: "muted", until: null })
})

test("where only teachers write, no pupil does", () => {
  expect(silenceOf(room({ pupils_can_write: false }), NOON, "12:00")).toEqual({ kind: "teachers" })
  expect(silenceOf(room({}), NOON, "12:00")).toBeNull()
})

test.each([
  ["07:00", "21:00", "06:59", false],
  ["07:00", "21:00", "07:00", true],
  ["07:00", "21:00", "21:00", false],
  ["20:00", "02:00", "01:59", true],
  ["20:00", "02:00", "02:00", false],
  ["20:00", "02:00", "20:00", true],
])("from %s to %s: at %s one may write: %s", (opens, closes, clock, may) => {
  expect(silenceOf(room({ hours: { opens, closes } }), NOON, clock) === null).toBe(may)
})
