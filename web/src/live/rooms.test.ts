import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { FakeServer } from "./fake-server"
import { LiveRoom, mergePresence } from "./rooms"
import { Line } from "./socket"
import type { Person, RoomState } from "./wire"

const ROOM = "00000000-0000-7000-8000-000000000001"

const person = (id: string): Person => ({
  id,
  name: id,
  kind: "pupil",
  school: null,
  city: null,
  country: null,
})

const state = (...people: string[]): RoomState => ({
  room: ROOM,
  space: "s",
  title: "Everybody",
  kind: "chatroom",
  state: "open",
  you: person("ada"),
  people: people.map(person),
  may: ["CHAT_READ"],
  administers: false,
  answers_for: [],
})

describe("presence", () => {
  it("adds who came, takes away who left, and shows nobody twice", () => {
    const people = [person("ada"), person("grace")]
    const after = mergePresence(people, { joined: [person("grace"), person("eve")], left: ["ada"] })
    expect(after.map((one) => one.id)).toEqual(["grace", "eve"])
  })
})

describe("a room", () => {
  let server: FakeServer
  let line: Line
  let room: LiveRoom
  let close: () => void

  beforeEach(() => {
    vi.useFakeTimers()
    server = new FakeServer()
    line = new Line({ url: "ws://here/ws", open: server.open, random: () => 1 })
    room = new LiveRoom(line, ROOM)
    close = room.open()
    line.start()
  })
  afterEach(() => {
    line.stop()
    vi.useRealTimers()
  })

  const people = () => {
    const view = room.read()
    return view.phase === "inside" ? view.room.people.map((one) => one.id) : null
  }

  it("is entered on each connection, and says so to the chat each time", async () => {
    const entered = vi.fn()
    room.afterEntering(entered)
    server.last.welcome()
    server.last.answer("room.join", state("ada"))
    await vi.advanceTimersByTimeAsync(0)
    server.last.drop(1006)
    await vi.advanceTimersByTimeAsync(500)
    server.last.welcome()
    server.last.answer("room.join", state("ada", "grace"))
    await vi.advanceTimersByTimeAsync(0)
    expect(entered).toHaveBeenCalledTimes(2)
    expect(people()).toEqual(["ada", "grace"])
  })

  it("keeps presence by differences, of this room only", async () => {
    server.last.welcome()
    server.last.answer("room.join", state("ada"))
    await vi.advanceTimersByTimeAsync(0)
    server.last.say({ type: "presence.changed", room: ROOM, joined: [person("grace")], left: [] })
    server.last.say({ type: "presence.changed", room: "other", joined: [person("eve")], left: ["ada"] })
    expect(people()).toEqual(["ada", "grace"])
  })

  it("shows why one may not enter", async () => {
    server.last.welcome()
    server.last.refuse("room.join", "forbidden")
    await vi.advanceTimersByTimeAsync(0)
    expect(room.read()).toMatchObject({ phase: "refused", refusal: { code: "forbidden" } })
  })

  it("is closed when the right is taken", async () => {
    server.last.welcome()
    server.last.answer("room.join", state("ada"))
    await vi.advanceTimersByTimeAsync(0)
    server.last.say({ type: "room.closed", room: ROOM, reason: "revoked" })
    expect(room.read()).toEqual({ phase: "closed", reason: "revoked" })
  })

  it("is left when nobody looks at it any more", () => {
    server.last.welcome()
    close()
    expect(server.last.asked("room.leave")).toMatchObject({ room: ROOM })
  })
})
