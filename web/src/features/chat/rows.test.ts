import { describe, expect, it } from "vitest"
import type { Message } from "../../live"
import { daysOf } from "./rows"

function message(seq: number, author: string, created_at: string, more: Partial<Message> = {}): Message {
  return {
    id: `m${seq}`,
    room: "r",
    seq,
    change: seq,
    client_id: `c${seq}`,
    author: { id: author, name: author, kind: "pupil", school: null, city: null, country: null },
    state: "visible",
    text: "x",
    reply_to: null,
    mentions: [],
    reactions: [],
    created_at,
    edited_at: null,
    expires_at: "2027-02-17T12:00:00Z",
    hold: null,
    material: null,
    preview: null,
    ...more,
  }
}

const rows = (messages: Message[], newAfter: number | null = null, zone = "UTC") =>
  daysOf({ messages, outgoing: [], newAfter, me: "ada", zone })

const headed = (messages: Message[]) =>
  rows(messages).flatMap((day) => day.rows.map((row) => row.kind === "message" && row.headed))

describe("the log", () => {
  it("drops the head of what the same person adds within three minutes", () => {
    const list = [
      message(1, "grace", "2026-11-17T12:00:00Z"),
      message(2, "grace", "2026-11-17T12:02:59Z"),
      message(3, "grace", "2026-11-17T12:05:59Z"),
      message(4, "eve", "2026-11-17T12:06:00Z"),
      message(5, "grace", "2026-11-17T12:06:01Z"),
    ]
    expect(headed(list)).toEqual([true, false, true, true, true])
  })

  it("parts the days where the reader lives", () => {
    const list = [message(1, "grace", "2026-11-17T19:30:00Z"), message(2, "grace", "2026-11-17T20:30:00Z")]
    expect(rows(list, null, "UTC")).toHaveLength(1)
    expect(rows(list, null, "Asia/Baku").map((day) => day.date)).toEqual(["2026-11-17", "2026-11-18"])
  })

  it("draws one line above the first new message of somebody else", () => {
    const list = [
      message(1, "grace", "2026-11-17T12:00:00Z"),
      message(2, "ada", "2026-11-17T12:01:00Z"),
      message(3, "grace", "2026-11-17T12:02:00Z"),
      message(4, "grace", "2026-11-17T12:02:30Z"),
    ]
    const kinds = rows(list, 1)[0]?.rows.map((row) => row.kind)
    expect(kinds).toEqual(["message", "message", "new", "message", "message"])
    expect(rows(list, 1)[0]?.rows[2]).toMatchObject({ since: "2026-11-17T12:01:00Z" })
  })

  it("gives the optimistic bubble and the stored message the same key", () => {
    const at = "2026-11-17T12:00:00Z"
    const outgoing = {
      clientId: "c1",
      text: "x",
      replyTo: null,
      mentions: [],
      material: null,
      at,
      state: "sending",
      refusal: null,
    } as const
    const before = daysOf({
      messages: [message(0, "eve", at)],
      outgoing: [outgoing],
      newAfter: null,
      me: "ada",
      zone: "UTC",
    })
    const after = rows([message(0, "eve", at), message(1, "ada", at)])
    expect(before[0]?.rows[1]?.key).toBe(after[0]?.rows[1]?.key)
  })

  it("keeps a first message on its way in a day of its own", () => {
    const outgoing = {
      clientId: "c1",
      text: "x",
      replyTo: null,
      mentions: [],
      material: null,
      at: "2026-11-17T12:00:00Z",
      state: "queued",
      refusal: null,
    } as const
    const days = daysOf({ messages: [], outgoing: [outgoing], newAfter: null, me: "ada", zone: "UTC" })
    expect(days).toMatchObject([{ date: "2026-11-17", expiresAt: null, rows: [{ kind: "outgoing" }] }])
  })
})
