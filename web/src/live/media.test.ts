import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { Media } from "./media"
import type { MediaSound } from "./media-sound"
import { LineLost, Refusal } from "./refusal"
import type { Slot, Want } from "./wire"

class FakeTransceiver {
  mid: string | null = null
  readonly sender: {
    replaceTrack: (track: unknown) => Promise<void>
    track: unknown
    encodings: { rid?: string; active: boolean }[]
    getParameters: () => object
    setParameters: (parameters: { encodings: { rid?: string; active: boolean }[] }) => Promise<void>
  }
  readonly receiver: { track: { kind: string } }
  constructor(kind: string, rids: (string | undefined)[] = []) {
    this.receiver = { track: { kind } }
    const sender = {
      track: null as unknown,
      encodings: rids.map((rid) => ({ ...(rid ? { rid } : {}), active: true })),
      getParameters: () => ({ encodings: sender.encodings.map((one) => ({ ...one })) }),
      setParameters: async (parameters: { encodings: { active: boolean }[] }) => {
        sender.encodings = parameters.encodings
      },
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
  addTransceiver(kind: string, init: { sendEncodings?: { rid?: string }[] } = {}) {
    const one = new FakeTransceiver(
      kind,
      init.sendEncodings?.map(({ rid }) => rid),
    )
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
  /** What the transport has received so far; null leaves it out of the statistics. */
  bytes: number | null = null
  async getStats() {
    return new Map(this.bytes === null ? [] : [["t", { type: "transport", bytesReceived: this.bytes }]])
  }
  active(at: number) {
    return this.transceivers[at]?.sender.encodings.map(({ active }) => active)
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
  readonly asked: { type: string; sdp?: string; restart?: boolean; wants?: Want[]; hear?: boolean }[] = []
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
  hears() {
    return this.asked.filter(({ type }) => type === "media.watch").at(-1)?.hear
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

test("layers that nobody watches are not sent, and a fresh connection begins with all", async () => {
  await media.connect()
  line.tell("media.layers", { conference: LESSON, source: "camera", layers: ["low", "high"] })
  line.tell("media.layers", { conference: LESSON, source: "screen", layers: [] })
  line.tell("media.layers", { conference: "another", source: "camera", layers: [] })
  await vi.advanceTimersByTimeAsync(0)
  expect(connection().active(1)).toEqual([true, false, true])
  expect(connection().active(2)).toEqual([false])
  line.tell("media.lost", { conference: LESSON })
  await vi.advanceTimersByTimeAsync(0)
  expect(connection(1).active(1)).toEqual([true, true, true])
})

test("each way of taking part asks for less and sends less", async () => {
  await media.connect()
  media.wish([face("ada"), { user: "grace", source: "screen", layer: "high" }])
  await vi.advanceTimersByTimeAsync(60)
  media.choose("less_video")
  await vi.advanceTimersByTimeAsync(0)
  expect(line.watches().at(-1)).toEqual(["6:-", "7:grace"])
  expect(connection().active(1)).toEqual([true, false, false])
  media.choose("audio_only")
  await vi.advanceTimersByTimeAsync(0)
  expect(line.watches().at(-1)).toEqual(["6:-", "7:-"])
  expect(connection().active(1)).toEqual([false, false, false])
  expect(line.hears()).toBe(true)
  media.choose("send_only")
  await vi.advanceTimersByTimeAsync(0)
  expect(line.hears()).toBe(false)
  expect(connection().active(1)).toEqual([true, true, true])
  expect(media.read()).toMatchObject({ mode: "send_only", chosenMode: "send_only", steppedDown: false })
  media.choose("everything")
  expect(line.watches().at(-1)).toEqual(["6:ada", "7:grace"])
  expect(line.hears()).toBe(true)
})

test("when nothing comes any more the path is asked for anew, before the browser notices", async () => {
  await media.connect()
  connection().bytes = 100
  connection().become("connected")
  await vi.advanceTimersByTimeAsync(1300)
  connection().bytes = 200
  await vi.advanceTimersByTimeAsync(1200)
  expect(line.offers()).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(800)
  expect(line.offers().at(-1)).toMatchObject({ sdp: "offer 0.1", restart: true })
  expect(media.read()).toMatchObject({ state: "interrupted", returns: 0 })
  connection().bytes = 300
  await vi.advanceTimersByTimeAsync(400)
  expect(media.read()).toMatchObject({ state: "connected", returns: 1 })
  connection().bytes = null
  await vi.advanceTimersByTimeAsync(20_000)
  expect(FakeConnection.all).toHaveLength(1)
})

test("a peer that the server no longer knows is replaced at once", async () => {
  await media.connect()
  connection().become("connected")
  line.answer = async (frame) => {
    if ((frame as { restart?: boolean }).restart) throw new Refusal("peer_unknown", "gone")
    return { sdp: "answer" }
  }
  connection().become("failed")
  await vi.advanceTimersByTimeAsync(0)
  expect(line.offers().map(({ sdp }) => sdp)).toEqual(["offer 0.0", "offer 0.1", "offer 1.0"])
  connection(1).become("connected")
  expect(media.read()).toMatchObject({ state: "connected", returns: 1 })
})
