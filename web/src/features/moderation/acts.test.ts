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
const chatroom = { conference: null, state: "open" } as const
const stage = { conference: "c", state: "open" } as const
const keys = (
  one: Partial<Message> = {},
  more: Partial<Chosen> = {},
  room: Parameters<typeof offered>[0] = chatroom,
) =>
  [...offered(room, { message: { ...message, ...one }, isMuted: false, isGoing: false, ...more })]
    .sort()
    .join("")

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
    expect([...offered(chatroom, null)]).toEqual(["l"])
  })

  it("leaves a mute alone that somebody has set before", () => {
    expect(keys({}, { isMuted: true })).toBe("dehlw")
  })

  it("leaves to whoever leads a conference who writes beside its stage, and does not pause what is over", () => {
    expect(keys({}, {}, stage)).toBe("dehw")
    expect([...offered(stage, null)]).toEqual([])
    expect(keys({}, {}, { conference: null, state: "read_only" })).toBe("dehmw")
  })

  it("neither mutes adults nor writes to them", () => {
    expect(keys({ author: { ...AYSU, kind: "teacher" } })).toBe("dehl")
  })
})
