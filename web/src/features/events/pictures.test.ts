import { describe, expect, it } from "vitest"
import { movedBy, pictureOf } from "./pictures"

describe("what stands on the page of an event", () => {
  it("has another address for another picture, and none without one", () => {
    expect(pictureOf({ id: "e", picture: "p" }, true)).toBe("/api/events/e/picture/small?v=p")
    expect(pictureOf({ id: "e", picture: null }, false)).toBeNull()
  })

  it("moves by one place, and never out of the list", () => {
    expect(movedBy(["a", "b", "c"], 1, -1)).toEqual(["b", "a", "c"])
    expect(movedBy(["a", "b", "c"], 2, 1)).toEqual(["a", "b", "c"])
    expect(movedBy(["a", "b", "c"], 0, -1)).toEqual(["a", "b", "c"])
  })
})
