import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { Media } from "./media"
import type { MediaSound } from "./media-sound"
import { LineLost, Refusal } from "./refusal"
import type { Slot, Want } from "./wire"

class FakeTransceiver {
  mid: string | null = null
  readonly sender: { replaceTrack: (track: unknown) => Promise<void>; track: unknown }
  readonly receiver: { track: { kind: string } }
  constructor(kind: string) {
    this.receiver = { track: { kind } }
    const sender = {
      track: null as unknown,
      replaceTrack: async (track: unknown) => {
        sender.track = track
      },
    }
    this.sender = sender
  }
}

/** A connection that remembers what was done with it. */
class FakeConnection {
  static all: FakeConnection[] = []
  readonly transceivers: FakeTransceiver[] = []
  localDescription: { sdp: string } | null = null
  remote: string | null = null
  closed = false
  restarts = 0
  connectionState = "new"
  onconnectionstatechange: (() => void) | null = null
  constructor() {
    FakeConnection.all.push(this)
  }
  addTransceiver(kind: string) {
    const one = new FakeTransceiver(kind)
    this.transceivers.push(one)
    return one
  }
  restartIce() {
    this.restarts++
  }
  async setLocalDescription() {
    this.transceivers.forEach((one, index) => {
      one.mid = String(index)
    })
    this.localDescription = { sdp: `offer ${FakeConnection.all.indexOf(this)}.${this.restarts}` }
  }
  async setRemoteDescription({ sdp }: { sdp: string }) {
    this.remote = sdp
  }
  async getStats() {
    return new Map()
  }
  close() {
    this.closed = true
  }
  become(state: string) {
    this.connectionState = state
    this.onconnectionstatechange?.()
  }
}

class FakeLine {
  readonly asked: { type: string; sdp?: string; restart?: boolean; wants?: Want[] }[] = []
  private readonly listeners = new Map<string, (told: unknown) => void>()
  answer: (frame: { type: string }) => Promise<unknown> = async () => ({ sdp: "answer" })
  request(frame: { type: string }) {
    this.asked.push(frame)
    return this.answer(frame)
  }
  on(type: string, listener: (told: unknown) => void) {
    this.listeners.set(type, listener)
    return () => this.listeners.delete(type)
  }
  tell(type: string, told: object) {
    this.listeners.get(type)?.({ type, ...told })
  }
  offers() {
    return this.asked.filter(({ type }) => type === "media.offer")
  }
  watches() {
    return this.asked
      .filter(({ type }) => type === "media.watch")
      .map(({ wants }) => wants?.map(({ mid, user }) => `${mid}:${user ?? "-"}`))
  }
}

const LESSON = "lesson"
let line: FakeLine
let media: Media
let close: () => void

beforeEach(() => {
  vi.useFakeTimers()
  FakeConnection.all = []
  vi.stubGlobal(
    "MediaStream",
    class {
      constructor(readonly tracks: unknown[]) {}
    },
  )
  line = new FakeLine()
  const sound = { carry: vi.fn(), close: vi.fn() } as unknown as MediaSound
  media = new Media(line as never, LESSON, {
    videoSlots: 2,
    sound,
    openConnection: () => new FakeConnection() as never,
  })
  close = media.open()
})

afterEach(() => {
  close()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const connection = (index = 0) => {
  const one = FakeConnection.all[index]
  if (!one) throw new Error(`no connection ${index}`)
  return one
}
const face = (user: string) => ({ user, source: "camera" as const, layer: "low" as const })

test("the offer is ready before anybody presses Join, and holds all m-lines in the agreed order", async () => {
  await media.prepare()
  expect(line.asked).toEqual([])
  expect(connection().transceivers.map((one) => one.receiver.track.kind)).toEqual([
    "audio",
    "video",
    "video",
    "audio",
    "audio",
    "audio",
    "video",
    "video",
  ])
  await media.connect()
  expect(line.offers()).toEqual([
    { type: "media.offer", conference: LESSON, sdp: "offer 0.0", restart: false },
  ])
  expect(connection().remote).toBe("answer")
  expect(FakeConnection.all).toHaveLength(1)
})

test("what is wished before the answer is asked for right after it", async () => {
  media.wish([face("ada")])
  await media.connect()
  expect(line.watches()).toEqual([["6:ada", "7:-"]])
})

test("wishes are gathered for a moment, and the same is not asked twice", async () => {
  await media.connect()
  media.wish([face("ada")])
  media.wish([face("ada"), face("grace")])
  await vi.advanceTimersByTimeAsync(60)
  media.wish([face("grace"), face("ada")])
  await vi.advanceTimersByTimeAsync(60)
  expect(line.watches()).toEqual([
    ["6:-", "7:-"],
    ["6:ada", "7:grace"],
  ])
})

test("a picture is given once the server says that it flows", async () => {
  await media.connect()
  expect(media.picture("ada", "camera")).toBeNull()
  const slots: Slot[] = [{ mid: "6", user: "ada", source: "camera" }]
  line.tell("media.slots", { conference: LESSON, slots })
  expect(media.picture("ada", "camera")).not.toBeNull()
  expect(media.picture("ada", "camera")).toBe(media.picture("ada", "camera"))
  line.tell("media.slots", { conference: "another", slots: [] })
  expect(media.picture("ada", "camera")).not.toBeNull()
})

test("a lost media path is followed by a fresh connection with the same tracks and wishes", async () => {
  await media.connect()
  await media.put("camera", "my camera" as never)
  media.wish([face("ada")])
  await vi.advanceTimersByTimeAsync(60)
  line.tell("media.lost", { conference: LESSON })
  await vi.advanceTimersByTimeAsync(0)
  expect(connection(0).closed).toBe(true)
  expect(line.offers().map(({ sdp }) => sdp)).toEqual(["offer 0.0", "offer 1.0"])
  expect(connection(1).transceivers[1]?.sender.track).toBe("my camera")
  expect(line.watches().at(-1)).toEqual(["6:ada", "7:-"])
})

test("a change of network restarts the path on the same connection", async () => {
  await media.connect()
  connection().become("connected")
  connection().become("disconnected")
  expect(media.read().state).toBe("interrupted")
  await vi.advanceTimersByTimeAsync(2100)
  expect(line.offers().at(-1)).toEqual({
    type: "media.offer",
    conference: LESSON,
    sdp: "offer 0.1",
    restart: true,
  })
  connection().become("connected")
  await vi.advanceTimersByTimeAsync(20_000)
  expect(media.read().state).toBe("connected")
  expect(FakeConnection.all).toHaveLength(1)
})

test("a line that mends itself is left alone", async () => {
  await media.connect()
  connection().become("disconnected")
  connection().become("connected")
  await vi.advanceTimersByTimeAsync(20_000)
  expect(line.offers()).toHaveLength(1)
})

test("when a restart does not help, a fresh connection does", async () => {
  await media.connect()
  connection().become("failed")
  await vi.advanceTimersByTimeAsync(8100)
  expect(line.offers().map(({ sdp, restart }) => [sdp, restart])).toEqual([
    ["offer 0.0", false],
    ["offer 0.1", true],
    ["offer 1.0", false],
  ])
})

test("while the media worker is away the offer is tried again; a lost line is waited for", async () => {
  line.answer = async ({ type }) => {
    if (type === "media.offer" && line.offers().length < 3) throw new Refusal("media_away", "away")
    return { sdp: "answer" }
  }
  await media.connect()
  await vi.advanceTimersByTimeAsync(2000)
  expect(line.offers()).toHaveLength(3)
  line.answer = () => Promise.reject(new LineLost())
  line.tell("media.lost", { conference: LESSON })
  await vi.advanceTimersByTimeAsync(20_000)
  expect(line.offers()).toHaveLength(4)
})

test("after going out nothing is offered any more", async () => {
  await media.connect()
  media.disconnect()
  line.tell("media.lost", { conference: LESSON })
  connection().become("failed")
  await vi.advanceTimersByTimeAsync(20_000)
  expect(connection().closed).toBe(true)
  expect(line.offers()).toHaveLength(1)
})
