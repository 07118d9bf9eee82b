import { describe, expect, it } from "vitest"
import type { WallRoom } from "../../live"
import { merged, neighbour, type WallView } from "./wall"

const room = (id: string, risk: number, more: Partial<WallRoom> = {}): WallRoom => ({
  room: id,
  conference: null,
  space: "s",
  title: id,
  space_title: "",
  slug: "",
  state: "open",
  countries: [],
  languages: [],
  risk,
  held: 0,
  oldest_held: null,
  per_minute: 0,
  hits: 0,
  reports: 0,
  people: 0,
  teachers: 0,
  no_adult: false,
  open_until: null,
  ...more,
})
const totals = { held: 0, oldest_held: null, without_adult: 0, reports: 0 }
const known: WallView = { rooms: [room("a", 9), room("b", 5), room("c", 1)], ...totals }

describe("the wall", () => {
  it("puts what changed in its place by risk and forgets what is gone", () => {
    const now = merged(known, {
      type: "wall.changed",
      rooms: [room("c", 20, { held: 1 })],
      gone: ["a"],
      ...totals,
      held: 1,
    })
    expect(now.rooms.map((one) => one.room)).toEqual(["c", "b"])
    expect(now.held).toBe(1)
  })

  it("goes from room to room and stops at the ends", () => {
    expect(neighbour(known.rooms, null, 1)).toBe("a")
    expect(neighbour(known.rooms, "a", 1)).toBe("b")
    expect(neighbour(known.rooms, "c", 1)).toBe("c")
    expect(neighbour(known.rooms, "a", -1)).toBe("a")
  })
})
