import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { FakeServer } from "./fake-server"
import { LineLost, Refusal } from "./refusal"
import { Line, type LineState } from "./socket"

const ROOM = "00000000-0000-7000-8000-000000000001"

class FakeNetwork {
  onLine = true
  private readonly listeners: Record<string, Set<() => void>> = { online: new Set(), offline: new Set() }
  addEventListener(type: "online" | "offline", listener: () => void) {
    this.listeners[type]?.add(listener)
  }
  removeEventListener(type: "online" | "offline", listener: () => void) {
    this.listeners[type]?.delete(listener)
  }
  turn(onLine: boolean) {
    this.onLine = onLine
    for (const listener of this.listeners[onLine ? "online" : "offline"] ?? []) listener()
  }
}

describe("the line", () => {
  let server: FakeServer
  let network: FakeNetwork
  let signedIn: boolean
  let line: Line
  let states: LineState[]

  beforeEach(() => {
    vi.useFakeTimers()
    server = new FakeServer()
    network = new FakeNetwork()
    signedIn = true
    states = []
    line = new Line({
      url: "ws://here/ws",
      open: server.open,
      random: () => 1,
      stillSignedIn: async () => signedIn,
      network,
    })
    line.onState((state) => states.push(state))
  })
  afterEach(() => {
    line.stop()
    vi.useRealTimers()
  })

  it("is open when the server has said welcome, and speaks our protocol", () => {
    line.start()
    expect(line.state).toBe("connecting")
    expect(server.last.protocol).toBe("twinspace.1")
    server.last.welcome()
    expect(line.state).toBe("open")
  })

  it("gives each request its own answer, in whatever order the answers come", async () => {
    line.start()
    server.last.welcome()
    const first = line.request({ type: "chat.typing", room: ROOM })
    const second = line.request({ type: "chat.read", room: ROOM, seq: 4 })
    const [one, two] = server.last.sent
    expect(one?.ref).not.toBe(two?.ref)
    server.last.say({
      type: "refused",
      ref: two?.ref as number,
      code: "forbidden",
      text: "No.",
      params: { a: 1 },
    })
    server.last.say({ type: "done", ref: one?.ref as number, result: null })
    await expect(first).resolves.toBeNull()
    await expect(second).rejects.toMatchObject({ code: "forbidden", params: { a: 1 } })
    await expect(second).rejects.toBeInstanceOf(Refusal)
  })

  it("refuses at once to send while there is no line", async () => {
    await expect(line.request({ type: "chat.typing", room: ROOM })).rejects.toBeInstanceOf(LineLost)
  })

  it("tells those who waited for an answer that the line was lost", async () => {
    line.start()
    server.last.welcome()
    const asked = line.request({ type: "chat.typing", room: ROOM })
    server.last.drop(1006)
    await expect(asked).rejects.toBeInstanceOf(LineLost)
  })

  it("takes a line on which no answer comes for dead, and makes a new one", async () => {
    line.start()
    server.last.welcome()
    const asked = line.request({ type: "chat.typing", room: ROOM })
    const lost = expect(asked).rejects.toBeInstanceOf(LineLost)
    await vi.advanceTimersByTimeAsync(15_000)
    await lost
    await vi.advanceTimersByTimeAsync(500)
    expect(server.sockets).toHaveLength(2)
  })

  it("waits twice as long after each failure, and a short time again after a welcome", async () => {
    line.start()
    for (const wait of [500, 1000, 2000, 4000, 8000, 15_000, 15_000]) {
      const before = server.sockets.length
      server.last.drop(1006)
      await vi.advanceTimersByTimeAsync(wait - 1)
      expect(server.sockets).toHaveLength(before)
      await vi.advanceTimersByTimeAsync(1)
      expect(server.sockets).toHaveLength(before + 1)
    }
    server.last.welcome()
    server.last.drop(1006)
    await vi.advanceTimersByTimeAsync(500)
    server.last.welcome()
    expect(line.state).toBe("open")
  })

  it("spreads the attempts of a class over half of the wait", async () => {
    const early = new Line({ url: "ws://here/ws", open: server.open, random: () => 0 })
    early.start()
    server.last.drop(1006)
    await vi.advanceTimersByTimeAsync(250)
    expect(server.sockets).toHaveLength(2)
    early.stop()
  })

  it("runs what must be done on each new connection", async () => {
    const opened = vi.fn()
    line.onOpen(opened)
    line.start()
    server.last.welcome()
    server.last.drop(1013)
    await vi.advanceTimersByTimeAsync(500)
    server.last.welcome()
    expect(opened).toHaveBeenCalledTimes(2)
  })

  it("hands updates to those who asked for their kind, until they stop", () => {
    const heard = vi.fn()
    line.start()
    server.last.welcome()
    const stop = line.on("chat.gap", heard)
    server.last.say({ type: "chat.gap", room: ROOM })
    server.last.say({ type: "chat.expired", room: ROOM, up_to_seq: 1 })
    stop()
    server.last.say({ type: "chat.gap", room: ROOM })
    expect(heard).toHaveBeenCalledTimes(1)
  })

  it.each([
    [4001, "other_protocol"],
    [4003, "signed_out"],
    [4009, "replaced"],
  ] as const)("does not come back after close code %i", async (code, state) => {
    line.start()
    server.last.welcome()
    server.last.drop(code)
    expect(line.state).toBe(state)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(server.sockets).toHaveLength(1)
  })

  it("finds out that the sign-in has ended when the server refuses the handshake", async () => {
    signedIn = false
    line.start()
    server.last.drop(1006)
    await vi.advanceTimersByTimeAsync(0)
    expect(line.state).toBe("signed_out")
    await vi.advanceTimersByTimeAsync(60_000)
    expect(server.sockets).toHaveLength(1)
  })

  it("waits for the network, and comes back at once when it is there", () => {
    network.onLine = false
    line.start()
    expect(line.state).toBe("offline")
    network.turn(true)
    server.last.welcome()
    expect(line.state).toBe("open")
    network.turn(false)
    expect(states.at(-1)).toBe("offline")
    network.turn(true)
    expect(line.state).toBe("connecting")
  })

  it("does not hear an old connection that speaks after it was given up", async () => {
    const heard = vi.fn()
    line.on("chat.gap", heard)
    line.start()
    const old = server.last
    old.welcome()
    old.drop(1006)
    await vi.advanceTimersByTimeAsync(500)
    server.last.welcome()
    old.say({ type: "chat.gap", room: ROOM })
    old.drop(4003)
    expect(heard).not.toHaveBeenCalled()
    expect(line.state).toBe("open")
  })

  it("knows the server's time", () => {
    vi.setSystemTime("2026-11-17T12:00:00Z")
    line.start()
    server.last.welcome("2026-11-17T12:00:30Z")
    expect(line.serverNow()).toBe(Date.parse("2026-11-17T12:00:30Z"))
  })
})
