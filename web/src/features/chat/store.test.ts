import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { Line, type Message, type MessagePage } from "../../live"
import { FakeServer } from "../../live/fake-server"
import type { Kept, Shelf } from "./outgoing"
import { ChatStore } from "./store"

const ROOM = "00000000-0000-7000-8000-000000000001"
const ADA = { id: "ada", name: "Ada", kind: "teacher", school: null, city: null, country: null } as const
const GRACE = { ...ADA, id: "grace", name: "Grace", kind: "pupil" } as const

function message(seq: number, change = seq, more: Partial<Message> = {}): Message {
  return {
    id: `m${seq}`,
    room: ROOM,
    seq,
    change,
    client_id: `c${seq}`,
    author: GRACE,
    state: "visible",
    text: `text ${seq}`,
    reply_to: null,
    mentions: [],
    reactions: [],
    created_at: "2026-11-17T12:00:00Z",
    edited_at: null,
    expires_at: "2027-02-17T12:00:00Z",
    hold: null,
    material: null,
    preview: null,
    ...more,
  }
}

function page(messages: Message[], change: number, more: Partial<MessagePage> = {}): MessagePage {
  return {
    messages,
    change,
    has_older: false,
    reset: false,
    read_seq: 0,
    first_seq: 1,
    withdrawn: [],
    ...more,
  }
}

/** A shelf that remembers, as the tab's storage does. */
class MemoryShelf implements Shelf {
  kept: Kept = { outgoing: [], draft: "" }
  load = () => ({
    ...this.kept,
    outgoing: this.kept.outgoing.map((one) => ({ ...one, state: "queued" as const })),
  })
  save = (kept: Kept) => {
    this.kept = structuredClone(kept)
  }
}

describe("the chat of a room", () => {
  let server: FakeServer
  let line: Line
  let shelf: MemoryShelf
  let chat: ChatStore

  let leave: () => void

  beforeEach(() => {
    vi.useFakeTimers()
    server = new FakeServer()
    line = new Line({ url: "ws://here/ws", open: server.open, random: () => 1 })
    shelf = new MemoryShelf()
    chat = new ChatStore(line, ROOM, "ada", shelf)
    leave = chat.open()
    line.start()
    server.last.welcome()
  })
  afterEach(() => {
    line.stop()
    vi.useRealTimers()
  })

  const settle = () => vi.advanceTimersByTimeAsync(0)
  const seqs = () => chat.read().messages.map((one) => one.seq)

  async function enter(first: MessagePage) {
    void chat.entered()
    server.last.answer("chat.catch_up", first)
    await settle()
  }

  async function comeBack() {
    server.last.drop(1006)
    await vi.advanceTimersByTimeAsync(500)
    server.last.welcome()
    void chat.entered()
  }

  it("shows the newest page first, and where one had read to", async () => {
    await enter(page([message(8), message(9), message(10)], 12, { has_older: true, read_seq: 8 }))
    expect(chat.read()).toMatchObject({ phase: "ready", hasOlder: true, readSeq: 8, newAfter: 8 })
    expect(seqs()).toEqual([8, 9, 10])
  })

  it("catches up from its cursor with nothing lost and nothing doubled", async () => {
    await enter(page([message(1), message(2)], 2))
    server.last.say({ type: "chat.sent", room: ROOM, message: message(3) })
    await comeBack()
    expect(server.last.asked("chat.catch_up")).toMatchObject({ after: 3 })
    server.last.say({ type: "chat.sent", room: ROOM, message: message(5) })
    server.last.answer("chat.catch_up", page([message(3), message(4), message(5)], 5))
    await settle()
    expect(seqs()).toEqual([1, 2, 3, 4, 5])
  })

  it("keeps the newer state of a message, whichever side it came from", async () => {
    await enter(page([message(1)], 1))
    server.last.say({ type: "chat.edited", room: ROOM, message: message(1, 3, { text: "third" }) })
    server.last.say({ type: "chat.edited", room: ROOM, message: message(1, 2, { text: "second" }) })
    expect(chat.read().messages[0]?.text).toBe("third")
  })

  it("does not move its cursor over a hole, and asks what is in it", async () => {
    await enter(page([message(1)], 1))
    server.last.say({ type: "chat.sent", room: ROOM, message: message(3) })
    await vi.advanceTimersByTimeAsync(3000)
    expect(server.last.asked("chat.catch_up")).toMatchObject({ after: 1 })
    server.last.answer("chat.catch_up", page([message(2), message(3)], 3))
    await settle()
    expect(seqs()).toEqual([1, 2, 3])
  })

  it("replaces what it has when the cursor was too old, but not what it heard since", async () => {
    await enter(page([message(1), message(2)], 2))
    await comeBack()
    server.last.say({ type: "chat.sent", room: ROOM, message: message(901, 901) })
    server.last.answer(
      "chat.catch_up",
      page([message(899), message(900)], 900, { reset: true, has_older: true }),
    )
    await settle()
    expect(seqs()).toEqual([899, 900, 901])
    expect(chat.read().hasOlder).toBe(true)
  })

  it("jumps into the middle, and closes the gap from either side", async () => {
    await enter(page([message(90), message(91)], 91, { has_older: true }))
    const jumped = chat.jump({ seq: 20 })
    server.last.answer("chat.around", {
      messages: [message(19), message(20)],
      has_older: true,
      has_newer: true,
    })
    expect((await jumped)?.seq).toBe(20)
    expect(chat.read().gaps).toEqual([{ after: 20, before: 90 }])
    void chat.loadNewer({ after: 20, before: 90 })
    server.last.answer("chat.newer", {
      messages: [message(21), message(22)],
      has_older: true,
      has_newer: true,
    })
    await settle()
    expect(chat.read().gaps).toEqual([{ after: 22, before: 90 }])
    void chat.loadOlder({ after: 22, before: 90 })
    // Those of 23 to 87 were never this reader's.
    server.last.answer("chat.history", page([message(22), message(88), message(89)], 91, { has_older: true }))
    await settle()
    expect(chat.read().gaps).toEqual([])
    expect(seqs()).toEqual([19, 20, 21, 22, 88, 89, 90, 91])
    expect(chat.read().hasOlder).toBe(true)
  })

  it("asks for nothing when what one jumps to is there", async () => {
    await enter(page([message(1), message(2)], 2))
    expect((await chat.jump({ seq: 1 }))?.id).toBe("m1")
    expect(() => server.last.asked("chat.around")).toThrow()
  })

  it("shows no message of a part that is not loaded, whatever happens to it", async () => {
    await enter(page([message(90)], 90, { has_older: true }))
    server.last.say({ type: "chat.reacted", room: ROOM, message: message(5, 91) })
    expect(seqs()).toEqual([90])
    void chat.loadOlder()
    expect(server.last.asked("chat.history")).toMatchObject({ before: 90 })
  })

  it("knows that what was before has expired", async () => {
    await enter(page([message(5)], 9, { first_seq: 4 }))
    expect(chat.read().firstSeq).toBe(4)
    server.last.say({ type: "chat.expired", room: ROOM, up_to_seq: 5 })
    expect(chat.read()).toMatchObject({ firstSeq: 6, messages: [] })
  })

  it("catches up when the server says that it may have missed something", async () => {
    await enter(page([message(1)], 1))
    server.last.say({ type: "chat.gap", room: ROOM })
    server.last.answer("chat.catch_up", page([message(2)], 2))
    await settle()
    expect(seqs()).toEqual([1, 2])
  })

  it("shows one's own message at once, and makes it the stored one", async () => {
    await enter(page([], 0))
    chat.send("Salam")
    expect(chat.read().outgoing).toMatchObject([{ text: "Salam", state: "sending" }])
    const { client_id } = server.last.asked("chat.send")
    const stored = message(1, 1, { author: ADA, client_id: client_id as string, text: "Salam" })
    server.last.say({ type: "chat.sent", room: ROOM, message: stored })
    server.last.answer("chat.send", stored)
    await settle()
    expect(chat.read().outgoing).toEqual([])
    expect(seqs()).toEqual([1])
  })

  it("tries again with the same client id after a lost line, so that the message lands once", async () => {
    await enter(page([], 0))
    chat.send("Salam")
    const first = server.last.asked("chat.send").client_id
    await comeBack()
    expect(chat.read().outgoing).toMatchObject([{ state: "queued" }])
    server.last.answer("chat.catch_up", page([], 0))
    await settle()
    expect(server.last.asked("chat.send").client_id).toBe(first)
  })

  it("does not send again what turns out to have arrived", async () => {
    await enter(page([], 0))
    chat.send("Salam")
    const client_id = server.last.asked("chat.send").client_id as string
    await comeBack()
    server.last.answer("chat.catch_up", page([message(1, 1, { author: ADA, client_id })], 1))
    await settle()
    expect(chat.read().outgoing).toEqual([])
    expect(server.last.sent.filter((frame) => frame.type === "chat.send")).toEqual([])
    expect(seqs()).toEqual([1])
  })

  it("sends what was written offline in the order in which it was written", async () => {
    await enter(page([], 0))
    server.last.drop(1006)
    chat.send("one")
    chat.send("two")
    await vi.advanceTimersByTimeAsync(500)
    server.last.welcome()
    void chat.entered()
    server.last.answer("chat.catch_up", page([], 0))
    await settle()
    const first = server.last.asked("chat.send")
    expect(first.text).toBe("one")
    server.last.answer("chat.send", message(1, 1, { author: ADA, client_id: first.client_id as string }))
    await settle()
    expect(server.last.asked("chat.send").text).toBe("two")
  })

  it("keeps drafts and unsent messages over a reload", async () => {
    server.last.drop(1006)
    chat.send("not sent yet")
    chat.keepDraft("half a sent")
    const again = new ChatStore(line, ROOM, "ada", shelf)
    expect(again.draft).toBe("half a sent")
    expect(again.read().outgoing).toMatchObject([{ text: "not sent yet", state: "queued" }])
  })

  it("says why a message was refused, and tries again when asked", async () => {
    await enter(page([], 0))
    chat.send("x")
    server.last.refuse("chat.send", "room_paused")
    await settle()
    const [failed] = chat.read().outgoing
    expect(failed).toMatchObject({ state: "failed", refusal: { code: "room_paused" } })
    chat.retry(failed?.clientId ?? "")
    expect(server.last.sent.filter((frame) => frame.type === "chat.send")).toHaveLength(2)
  })

  it("waits as long as it is told to when it was too quick", async () => {
    await enter(page([], 0))
    chat.send("x")
    server.last.refuse("chat.send", "slow_down", { retry_after: 4 })
    await settle()
    expect(chat.read().outgoing).toMatchObject([{ state: "waiting" }])
    await vi.advanceTimersByTimeAsync(4000)
    expect(server.last.sent.filter((frame) => frame.type === "chat.send")).toHaveLength(2)
  })

  it("asks for nothing more once one has left", async () => {
    await enter(page([], 0))
    chat.send("x")
    server.last.refuse("chat.send", "slow_down", { retry_after: 4 })
    await settle()
    leave()
    const before = server.last.sent.length
    await vi.advanceTimersByTimeAsync(4000)
    expect(server.last.sent).toHaveLength(before)
  })

  it("shows a change before the answer, and takes it back when it is refused", async () => {
    await enter(page([message(1, 1, { author: ADA })], 1))
    const edited = chat.edit("m1", "better, @Grace", ["grace"])
    expect(chat.read().messages[0]).toMatchObject({ text: "better, @Grace", mentions: ["grace"] })
    expect(server.last.asked("chat.edit")).toMatchObject({ text: "better, @Grace", mentions: ["grace"] })
    server.last.refuse("chat.edit", "edit_too_late")
    await expect(edited).rejects.toMatchObject({ code: "edit_too_late" })
    expect(chat.read().messages[0]?.text).toBe("text 1")
  })

  it("gives and takes back a reaction", async () => {
    await enter(page([message(1, 1, { reactions: [{ emoji: "👍", users: ["grace"] }] })], 1))
    const given = chat.read().messages[0] as Message
    chat.react(given, "👍").catch(() => undefined)
    expect(server.last.asked("chat.react")).toMatchObject({ emoji: "👍", on: true })
    expect(chat.read().messages[0]?.reactions).toEqual([{ emoji: "👍", users: ["grace", "ada"] }])
    chat.react(chat.read().messages[0] as Message, "👍").catch(() => undefined)
    expect(server.last.asked("chat.react")).toMatchObject({ on: false })
  })

  it("forgets a message that is held now, and what quotes it, and shows it again when it is let through", async () => {
    const quote = { id: "m1", seq: 1, author: GRACE, text: "text 1" }
    await enter(page([message(1), message(2, 2, { reply_to: quote })], 2))
    server.last.say({ type: "chat.withdrawn", room: ROOM, message: "m1", change: 3 })
    expect(seqs()).toEqual([2])
    expect(chat.read().messages[0]?.reply_to?.text).toBe("")
    server.last.say({ type: "chat.released", room: ROOM, message: message(1, 4) })
    expect(seqs()).toEqual([1, 2])
  })

  it("keeps a held message that it may read, whoever else may not", async () => {
    await enter(page([message(1)], 1))
    server.last.say({ type: "chat.held", room: ROOM, message: message(1, 2, { state: "held" }) })
    server.last.say({ type: "chat.withdrawn", room: ROOM, message: "m1", change: 2 })
    expect(chat.read().messages[0]?.state).toBe("held")
  })

  it("forgets what was held while it was away", async () => {
    await enter(page([message(1), message(2)], 2))
    await comeBack()
    server.last.answer("chat.catch_up", page([], 3, { withdrawn: ["m2"] }))
    await settle()
    expect(seqs()).toEqual([1])
  })

  it("forgets what has expired", async () => {
    await enter(page([message(1), message(2), message(3)], 3))
    server.last.say({ type: "chat.expired", room: ROOM, up_to_seq: 2 })
    expect(seqs()).toEqual([3])
  })

  it("loads older pages from the oldest message it has", async () => {
    await enter(page([message(51)], 60, { has_older: true }))
    void chat.loadOlder()
    expect(server.last.asked("chat.history")).toMatchObject({ before: 51 })
    server.last.answer("chat.history", page([message(50)], 60, { has_older: false }))
    await settle()
    expect(seqs()).toEqual([50, 51])
    expect(chat.read().hasOlder).toBe(false)
  })

  it("lets typing fade after six seconds, and ends it when the message is there", async () => {
    await enter(page([], 0))
    server.last.say({ type: "chat.typing_now", room: ROOM, user: "grace", name: "Grace" })
    expect(chat.read().typists).toEqual([{ id: "grace", name: "Grace" }])
    server.last.say({ type: "chat.sent", room: ROOM, message: message(1) })
    expect(chat.read().typists).toEqual([])
    server.last.say({ type: "chat.typing_now", room: ROOM, user: "grace", name: "Grace" })
    await vi.advanceTimersByTimeAsync(6000)
    expect(chat.read().typists).toEqual([])
  })

  it("says that one types at most every three seconds", () => {
    chat.typed(10_000)
    chat.typed(12_000)
    chat.typed(13_000)
    expect(server.last.sent.filter((frame) => frame.type === "chat.typing")).toHaveLength(2)
  })

  it("marks as read once, and never back", async () => {
    await enter(page([message(1), message(2)], 2))
    chat.markRead()
    chat.markRead()
    server.last.say({ type: "chat.read_marked", room: ROOM, seq: 1 })
    expect(server.last.sent.filter((frame) => frame.type === "chat.read")).toMatchObject([{ seq: 2 }])
    expect(chat.read().readSeq).toBe(2)
  })

  it("draws the line of what is new where one looked away", async () => {
    await enter(page([message(1)], 1))
    chat.lookAway()
    server.last.say({ type: "chat.sent", room: ROOM, message: message(2) })
    chat.lookBack()
    expect(chat.read().newAfter).toBe(1)
  })

  it("asks again while somebody else is still entering the room for it", async () => {
    void chat.entered()
    server.last.refuse("chat.catch_up", "not_in_room")
    await settle()
    await vi.advanceTimersByTimeAsync(250)
    server.last.answer("chat.catch_up", page([message(1)], 1))
    await settle()
    expect(chat.read().phase).toBe("ready")
  })
})
