import { describe, expect, it } from "vitest"
import type { Message } from "../../live"
import { type Chosen, offered } from "./acts"

const AYSU = { id: "aysu", name: "Aysu R.", kind: "pupil", school: null, city: null, country: "AZ" } as const
const message: Message = {
  id: "m",
  room: "r",
  seq: 1,
  change: 1,
  client_id: "c",
  author: AYSU,
  state: "visible",
  text: "Salam",
  reply_to: null,
  mentions: [],
  reactions: [],
  created_at: "2026-11-17T12:00:00Z",
  edited_at: null,
  expires_at: "2027-02-17T12:00:00Z",
  hold: null,
  material: null,
  preview: null,
}
const keys = (one: Partial<Message> = {}, more: Partial<Chosen> = {}) =>
  [...offered({ message: { ...message, ...one }, isMuted: false, isGoing: false, ...more })].sort().join("")

describe("what the wall offers", () => {
  it("holds only what everybody reads, and approves only what is held", () => {
    expect(keys()).toBe("dehlmw")
    expect(keys({ state: "held" })).toBe("adelmw")
  })

  it("lets what waits for its end be approved, and not be deleted twice", () => {
    expect(keys({ state: "held" }, { isGoing: true })).toBe("aelmw")
  })

  it("does nothing with an empty stub, nor where no message is chosen", () => {
    expect(keys({ state: "deleted" })).toBe("l")
    expect([...offered(null)]).toEqual(["l"])
  })

  it("leaves a mute alone that somebody has set before", () => {
    expect(keys({}, { isMuted: true })).toBe("dehlw")
  })

  it("neither mutes adults nor writes to them", () => {
    expect(keys({ author: { ...AYSU, kind: "teacher" } })).toBe("dehl")
  })
})
