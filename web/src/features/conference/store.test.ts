import { beforeEach, describe, expect, test, vi } from "vitest"
import type { YourSeat } from "../../live"
import { LineLost, Refusal } from "../../live/refusal"
import { inside, LESSON, seat, state } from "./people.fixture"
import { LiveConference } from "./store"
import { ownPart } from "./view"

vi.mock("../../live", async () => import("../../live/refusal"))

type Frame = { type: string; [key: string]: unknown }

/** A line that remembers what was asked and can be lost and found. */
class FakeLine {
  state = "open"
  clock = 1_000_000
  serverNow = () => this.clock
  readonly asked: Frame[] = []
  answers: Record<string, (frame: Frame) => unknown> = {}
  private readonly updates = new Map<string, (told: unknown) => void>()
  private opened: () => void = () => undefined
  private moved: (state: string) => void = () => undefined
  async request(frame: Frame) {
    this.asked.push(frame)
    return this.answers[frame.type]?.(frame) ?? null
  }
  tell(frame: Frame) {
    this.asked.push(frame)
  }
  on(type: string, listener: (told: unknown) => void) {
    this.updates.set(type, listener)
    return () => this.updates.delete(type)
  }
  onOpen(listener: () => void) {
    this.opened = listener
    listener()
    return () => undefined
  }
  onState(listener: (state: string) => void) {
    this.moved = listener
    return () => undefined
  }
  hear(type: string, told: object) {
    this.updates.get(type)?.({ type, conference: LESSON, ...told })
  }
  lose(state = "waiting") {
    this.state = state
    this.moved(state)
  }
  find() {
    this.state = "open"
    this.opened()
  }
  count(type: string) {
    return this.asked.filter((frame) => frame.type === type).length
  }
}

class FakeSources {
  readonly tracks: Record<string, { enabled: boolean } | null> = {
    microphone: null,
    camera: null,
    screen: null,
  }
  broken = false
  onTrack: unknown
  onEnded: (source: string) => void = () => undefined
  async open(source: string) {
    if (this.broken) return false
    this.tracks[source] ??= { enabled: true }
    return true
  }
  close(source: string) {
    this.tracks[source] = null
  }
  track(source: string) {
    return this.tracks[source]
  }
}

class FakeMedia {
  readonly connect = vi.fn(async () => undefined)
  readonly disconnect = vi.fn()
  readonly put = vi.fn(async () => undefined)
  private view = { state: "connected", returns: 0 }
  private told: () => void = () => undefined
  read = () => this.view
  subscribe = (listener: () => void) => {
    this.told = listener
    return () => undefined
  }
  becomes(state: string, returns: number) {
    this.view = { state, returns }
    this.told()
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0))
const room = (change: Parameters<typeof inside>[1] = {}) =>
  seat({ inside: state([inside("ada"), inside("grace", change)]) })

let line: FakeLine
let own: FakeSources
let media: FakeMedia
let memory: Map<string, string>
let conference: LiveConference

function open(): () => void {
  const remembered = {
    getItem: (key: string) => memory.get(key) ?? null,
    setItem: (key: string, value: string) => void memory.set(key, value),
    removeItem: (key: string) => void memory.delete(key),
  }
  conference = new LiveConference(line as never, media as never, own as never, LESSON, "grace", remembered)
  return conference.open()
}

function seats(...given: (YourSeat | Error)[]) {
  line.answers["conference.enter"] = () => {
    const next = given.length > 1 ? given.shift() : given[0]
    if (next instanceof Error) throw next
    return next
  }
}

beforeEach(() => {
  line = new FakeLine()
  own = new FakeSources()
  media = new FakeMedia()
  memory = new Map()
  line.answers["media.switch"] = ({ microphone, camera, screen }) => ({
    microphone,
    camera,
    screen,
    refused: {},
  })
})

describe("going in", () => {
  test("takes the seat and offers media at once", async () => {
    seats(room())
    open()
    expect(conference.read().phase).toBe("before")
    await conference.join()
    expect(conference.read().phase).toBe("inside")
    expect(media.connect).toHaveBeenCalledOnce()
  })

  test("waits without media, and comes in when the door opens", async () => {
    seats(seat({ state: "lobby", wait_reason: "no_teacher" }))
    open()
    await conference.join()
    expect([conference.read().phase, media.connect.mock.calls.length]).toEqual(["waiting", 0])
    line.hear("seat.changed", { seat: room() })
    expect([conference.read().phase, media.connect.mock.calls.length]).toEqual(["inside", 1])
  })

  test("is refused in the server's words", async () => {
    seats(new Refusal("removed", "You were taken out."))
    open()
    await conference.join()
    expect([conference.read().phase, conference.read().refusal?.code]).toEqual(["out", "removed"])
  })

  test("goes on with the camera that was switched on before the door, microphone off", async () => {
    seats(room())
    open()
    await own.open("camera")
    await own.open("microphone")
    await conference.join()
    await settled()
    expect(line.asked.filter(({ type }) => type === "media.switch")).toEqual([
      { type: "media.switch", conference: LESSON, microphone: false, camera: true, screen: false },
    ])
    expect(own.tracks.microphone?.enabled).toBe(false)
  })

  test("leads straight back to one's own seat after a reload", async () => {
    seats(room())
    const leavePage = open()
    await conference.join()
    expect(conference.read().back).toBeNull()
    line.clock += 12_000
    open()
    await settled()
    expect([conference.read().phase, conference.read().back]).toEqual([
      "inside",
      { since: 1_000_000, seconds: 12 },
    ])
    leavePage()
  })
})

describe("a broken path of sound", () => {
  async function inTheMiddle(microphone: boolean) {
    seats(room({ microphone }))
    open()
    await conference.join()
    if (microphone) await conference.switch("microphone", true)
    media.becomes("interrupted", 0)
    line.clock += 3000
    media.becomes("connected", 1)
    await settled()
  }

  test("that is mended brings the microphone back off, and says so", async () => {
    await inTheMiddle(true)
    expect(own.tracks.microphone?.enabled).toBe(false)
    expect(line.asked.at(-1)).toMatchObject({ type: "media.switch", microphone: false })
    expect(conference.read().back).toEqual({ since: 1_000_000, seconds: 3 })
  })

  test("is not worth a word to a listener when it was short", async () => {
    await inTheMiddle(false)
    expect(conference.read().back).toBeNull()
  })
})

describe("a lost line", () => {
  test("holds the seat, then brings one back with a fresh path and the microphone off", async () => {
    seats(room())
    open()
    await conference.join()
    await conference.switch("microphone", true)
    expect(own.tracks.microphone?.enabled).toBe(true)
    line.lose()
    expect([conference.read().phase, conference.read().held]).toEqual(["inside", true])
    line.clock += 40_000
    line.lose("connecting")
    line.find()
    await settled()
    const { held, back, phase } = conference.read()
    expect({ held, back, phase }).toEqual({
      held: false,
      back: { since: 1_000_000, seconds: 40 },
      phase: "inside",
    })
    expect(media.connect).toHaveBeenCalledTimes(2)
    expect(own.tracks.microphone?.enabled).toBe(false)
  })

  test("that comes back says nothing of what was missed before the first arrival", async () => {
    seats(room())
    open()
    await conference.join()
    line.clock += 90_000
    line.hear("media.speakers", { speakers: [] })
    line.clock += 3000
    line.lose()
    line.clock += 2000
    line.find()
    await settled()
    expect(conference.read().back?.seconds).toBe(2)
  })

  test("in the middle of entering is entered again", async () => {
    seats(new LineLost(), room())
    open()
    await conference.join()
    expect(conference.read().phase).toBe("entering")
    line.lose()
    line.find()
    await settled()
    expect(conference.read().phase).toBe("inside")
  })

  test("that another device took over is the end here", async () => {
    seats(room())
    open()
    await conference.join()
    line.lose("replaced")
    expect([conference.read().phase, conference.read().farewell?.reason]).toEqual(["out", "replaced"])
    line.find()
    await settled()
    expect(line.count("conference.enter")).toBe(1)
  })
})

describe("one's own microphone and camera", () => {
  beforeEach(async () => {
    seats(room())
    open()
    await conference.join()
  })

  test("are on when the server says so", async () => {
    expect(await conference.switch("camera", true)).toBeNull()
    expect(ownPart(conference.read())?.camera).toBe(true)
  })

  test("are let go when the server refuses", async () => {
    line.answers["media.switch"] = () => ({
      microphone: false,
      camera: false,
      screen: false,
      refused: { camera: "held" },
    })
    expect(await conference.switch("camera", true)).toBe("held")
    expect(own.tracks.camera).toBeNull()
  })

  test("are not announced when the device does not start", async () => {
    own.broken = true
    expect(await conference.switch("camera", true)).toBe("device")
    expect(line.count("media.switch")).toBe(0)
  })

  test("go silent when the host mutes", async () => {
    await conference.switch("microphone", true)
    line.hear("participant.muted", { source: "microphone", held: true, by: "Ada" })
    line.hear("participant.changed", { participant: inside("grace", { held_back: ["microphone"] }) })
    expect(own.tracks.microphone?.enabled).toBe(false)
    expect(conference.read().muted).toEqual({ source: "microphone", held: true, by: "Ada" })
  })

  test("come back by themselves when a teacher is back", async () => {
    await conference.switch("microphone", true)
    line.hear("participant.changed", { participant: inside("grace") })
    expect(own.tracks.microphone?.enabled).toBe(false)
    line.hear("participant.changed", { participant: inside("grace", { microphone: true }) })
    expect(own.tracks.microphone?.enabled).toBe(true)
  })

  test("are not said to be on when this device sends nothing", async () => {
    line.hear("participant.changed", { participant: inside("grace", { camera: true }) })
    await settled()
    expect(line.asked.at(-1)).toMatchObject({ type: "media.switch", camera: false })
  })

  test("are switched off when the browser ends sharing", async () => {
    await conference.switch("screen", true)
    own.close("screen")
    own.onEnded("screen")
    await settled()
    expect(line.asked.at(-1)).toMatchObject({ type: "media.switch", screen: false })
  })
})

test("sent back to the waiting room, one neither sends nor hears, and is let in again", async () => {
  seats(room())
  open()
  await conference.join()
  await conference.switch("camera", true)
  line.hear("seat.changed", { seat: seat({ state: "lobby", wait_reason: "sent_back" }) })
  expect([conference.read().phase, own.tracks.camera, media.disconnect.mock.calls.length]).toEqual([
    "waiting",
    null,
    1,
  ])
  line.hear("seat.changed", { seat: room() })
  expect([conference.read().phase, media.connect.mock.calls.length]).toEqual(["inside", 2])
})

describe("going out", () => {
  test("gives the seat back, lets the devices go and forgets the way back", async () => {
    seats(room())
    open()
    await conference.join()
    await own.open("camera")
    await conference.leave()
    expect([conference.read().phase, conference.read().farewell?.reason]).toEqual(["out", "left"])
    expect([own.tracks.camera, memory.size, line.count("conference.leave")]).toEqual([null, 0, 1])
    expect(media.disconnect).toHaveBeenCalled()
  })

  test("after the end nothing enters again", async () => {
    seats(room())
    open()
    await conference.join()
    line.hear("seat.lost", { reason: "ended", end_reason: "time", text: "" })
    line.lose()
    line.find()
    await settled()
    expect([conference.read().phase, line.count("conference.enter")]).toEqual(["out", 1])
  })

  test("leaving the page gives the seat back too", async () => {
    seats(room())
    const leavePage = open()
    await conference.join()
    leavePage()
    expect(line.count("conference.leave")).toBe(1)
  })

  test("what happens in another conference does not matter here", async () => {
    seats(room())
    open()
    await conference.join()
    line.hear("seat.lost", { conference: "another", reason: "ended", end_reason: "time", text: "" })
    expect(conference.read().phase).toBe("inside")
  })
})
