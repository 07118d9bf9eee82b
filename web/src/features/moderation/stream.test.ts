import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { Line, type Message } from "../../live"
import { FakeServer } from "../../live/fake-server"
import { Stream, unexpired } from "./stream"

const ROOM = "r"
const AYSU = { id: "aysu", name: "Aysu R.", kind: "pupil", school: null, city: null, country: "AZ" } as const
const written = (seq: number, change = seq, more: Partial<Message> = {}): Message => ({
  id: `m${seq}`,
  room: ROOM,
  seq,
  change,
  client_id: `c${seq}`,
  author: AYSU,
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
})

describe("the stream of a room on the wall", () => {
  let server: FakeServer
  let line: Line
  let stream: Stream

  beforeEach(async () => {
    vi.useFakeTimers()
    server = new FakeServer()
    line = new Line({ url: "ws://here/ws", open: server.open, random: () => 1 })
    stream = new Stream(line, ROOM)
    stream.open()
    line.start()
    server.last.welcome()
    void stream.load()
    server.last.answer("chat.catch_up", { messages: [written(1), written(2), written(3)] })
    await vi.advanceTimersByTimeAsync(0)
  })
  afterEach(() => {
    line.stop()
    vi.useRealTimers()
  })

  const texts = () => stream.read()?.map((one) => one.text)

  it("shows what changes, the newest change of each", () => {
    server.last.say({ type: "chat.edited", room: ROOM, message: written(2, 5, { text: "two" }) })
    server.last.say({ type: "chat.edited", room: ROOM, message: written(2, 4, { text: "zwei" }) })
    server.last.say({ type: "chat.sent", room: "another", message: written(4) })
    expect(texts()).toEqual(["text 1", "two", "text 3"])
  })

  it("forgets what was deleted because its three months are over", () => {
    server.last.say({ type: "chat.expired", room: "another", up_to_seq: 3 })
    expect(texts()).toHaveLength(3)
    server.last.say({ type: "chat.expired", room: ROOM, up_to_seq: 2 })
    expect(texts()).toEqual(["text 3"])
  })

  it("forgets what may no longer be read, if that is the newer news", () => {
    server.last.say({ type: "chat.withdrawn", room: ROOM, message: "m1", change: 4 })
    server.last.say({ type: "chat.withdrawn", room: ROOM, message: "m3", change: 3 })
    expect(texts()).toEqual(["text 2", "text 3"])
  })
})

it("shows nothing past its end, whether or not anybody has said so", () => {
  const ends = written(1, 1, { expires_at: "2026-11-27T12:00:00Z" })
  expect(unexpired([ends, written(2)], Date.parse("2026-11-27T11:59:59Z"))).toHaveLength(2)
  expect(unexpired([ends, written(2)], Date.parse("2026-11-27T12:00:00Z"))).toEqual([written(2)])
})
