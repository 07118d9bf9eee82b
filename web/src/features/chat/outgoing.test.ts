import { beforeEach, describe, expect, it } from "vitest"
import { shelfOf } from "./outgoing"

const unsent = {
  clientId: "c1",
  text: "on its way",
  replyTo: null,
  mentions: [],
  material: {
    id: "a1",
    space: "s1",
    kind: "image",
    title: "Week 5",
    alt_text: "",
    file_type: "png",
    provider: null,
  },
  at: "2026-11-17T12:00:00Z",
  state: "sending",
  refusal: null,
} as const

describe("what is kept over a reload", () => {
  beforeEach(() => {
    localStorage.clear()
    sessionStorage.clear()
  })

  it("is a draft for each room and person", () => {
    shelfOf("r1", "ada").save({ outgoing: [], draft: "half a thought" })
    expect(shelfOf("r1", "ada").load().draft).toBe("half a thought")
    expect(shelfOf("r2", "ada").load().draft).toBe("")
    expect(shelfOf("r1", "grace").load().draft).toBe("")
  })

  it("is what was not sent, with the same id", () => {
    shelfOf("r1", "ada").save({ outgoing: [unsent], draft: "" })
    expect(shelfOf("r1", "ada").load().outgoing).toEqual([{ ...unsent, state: "queued" }])
    expect(shelfOf("r1", "grace").load().outgoing).toEqual([])
  })

  it("leaves nothing when there is nothing", () => {
    const shelf = shelfOf("r1", "ada")
    shelf.save({ outgoing: [unsent], draft: "x" })
    shelf.save({ outgoing: [], draft: "" })
    expect(localStorage.length + sessionStorage.length).toBe(0)
  })
})
