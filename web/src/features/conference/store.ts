import { type Id, type Line, LineLost, Refusal, type Source, type YourSeat } from "../../live"
import type { Media } from "../../live/media"
import type { OwnSources } from "../../live/media-devices"
import { onReturn } from "./interruption"
import { Requests } from "./requests"
import { blank, ownPart, seated, type Told, told, type View } from "./view"

/** Where a reload finds that one was inside: this tab only, and gone with it. */
export interface Memory {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

const NOTED_EVERY_MS = 1000
/** A shorter absence is not worth a word, unless it switched the microphone off. */
const WORTH_SAYING_S = 5

type LiveLine = Pick<Line, "request" | "tell" | "on" | "onOpen" | "onState" | "state" | "serverNow">
type LiveMedia = Pick<Media, "connect" | "disconnect" | "put" | "subscribe" | "read">
type Sources = Pick<OwnSources, "open" | "close" | "track" | "onTrack" | "onEnded">

const UPDATES = [
  "seat.changed",
  "seat.lost",
  "participant.joined",
  "participant.changed",
  "participant.left",
  "conference.watched",
  "lobby.changed",
  "participant.muted",
  "conference.warning",
  "conference.extended",
  "conference.locked",
  "conference.frozen",
  "conference.changed",
  "conference.paused",
  "conference.locks_changed",
  "hands.changed",
  "removed.changed",
  "talk.changed",
  "slides.changed",
  "recording.changed",
  "recording.stored",
  "media.speakers",
] as const

/**
 * One conference as this tab sees it: takes the seat and takes it again after a lost line, follows who is inside, and
 * carries out what the reader presses. What the server refuses is thrown as Refusal for the page to say.
 */
export class LiveConference extends Requests {
  private view: View
  private readonly subscribers = new Set<() => void>()
  private stops: (() => void)[] = []
  private wanted = false
  private attempt = 0
  private saidBefore: boolean | null = null
  private readonly key: string
  /** When this tab last heard of the room: somebody who reloaded the page goes straight in. */
  private lastHere: number | null

  constructor(
    private readonly line: LiveLine,
    private readonly media: LiveMedia,
    private readonly own: Sources,
    id: Id,
    you: Id,
    private readonly memory: Memory = sessionStorage,
  ) {
    super(line, id)
    this.view = blank(you)
    this.key = `conference:${id}`
    const remembered = memory.getItem(this.key)
    this.lastHere = remembered === null ? null : Number(remembered)
  }

  subscribe = (listener: () => void): (() => void) => {
    this.subscribers.add(listener)
    return () => this.subscribers.delete(listener)
  }

  read = (): View => this.view

  /** Follow the conference until the returned function is called. */
  open(): () => void {
    const { line, own } = this
    own.onTrack = (source, track) => void this.media.put(source, track)
    own.onEnded = (source) => void this.switch(source, false).catch(() => undefined)
    this.stops = [
      ...UPDATES.map((type) => line.on(type, (update) => this.hear(update as Told))),
      line.onState((state) => {
        if (state !== "open") this.loseLine(state)
      }),
      line.onOpen(() => {
        if (this.wanted) void this.enter()
      }),
      onReturn(
        this.media,
        () => line.serverNow(),
        (since) => this.soundReturned(since),
      ),
    ]
    if (this.lastHere !== null && this.view.phase === "before") void this.join()
    return () => {
      for (const stop of this.stops.splice(0)) stop()
      if (this.wanted) line.tell({ type: "conference.leave", conference: this.id })
      this.goOut()
      this.view = blank(this.view.you)
    }
  }

  /** Go in, or wait for it; with what was said before of being recorded, if anything. */
  async join(record: boolean | null = null): Promise<void> {
    this.wanted = true
    this.saidBefore = record
    this.show({ ...this.view, phase: "entering", farewell: null, refusal: null })
    await this.enter()
  }

  /** Out, by one's own will. */
  async leave(): Promise<void> {
    this.goOut()
    this.show({ ...this.view, phase: "out", farewell: { reason: "left", endReason: null, text: "" } })
    await this.line.request({ type: "conference.leave", conference: this.id })
  }

  /** Back to the screen before the door: from the waiting room, or after being out. */
  async stepBack(): Promise<void> {
    const waiting = this.wanted
    this.goOut()
    this.show({ ...blank(this.view.you), conference: this.view.conference })
    if (waiting) await this.line.request({ type: "conference.leave", conference: this.id })
  }

  /**
   * Switch one of one's own sources. The device is opened first, so that what is announced can be heard; the server
   * answers what is on, which may be less. Gives the code of a refusal, or null.
   */
  async switch(source: Source, on: boolean): Promise<string | null> {
    if (on && !(await this.own.open(source))) return "device"
    if (!on) this.quieten(source)
    const wish = { ...this.switches(), [source]: on }
    const answer = await this.line.request({ type: "media.switch", conference: this.id, ...wish })
    for (const each of ["microphone", "camera", "screen"] as const) if (!answer[each]) this.quieten(each)
    const track = this.own.track(source)
    if (track && answer[source]) track.enabled = true
    this.patchOwn(answer)
    return answer.refused[source] ?? null
  }

  /** The reader has seen the notice. */
  dismiss(notice: "muted" | "back" | "warning"): void {
    this.show({ ...this.view, [notice]: null })
  }

  private async enter(): Promise<void> {
    const attempt = ++this.attempt
    try {
      const { id: conference, saidBefore: record } = this
      const seat = await this.line.request({ type: "conference.enter", conference, record })
      // Said once: whoever comes again after a lost line may have changed that inside.
      this.saidBefore = null
      if (attempt === this.attempt && this.wanted) this.sit(seat)
    } catch (error) {
      // A lost line comes back by itself and enters again.
      if (attempt !== this.attempt || error instanceof LineLost) return
      this.refuse(error)
    }
  }

  private refuse(error: unknown): void {
    if (!(error instanceof Refusal)) throw error
    this.goOut()
    this.show({ ...this.view, phase: "out", refusal: error, held: false })
  }

  private sit(seat: YourSeat): void {
    const returned = this.view.held && seat.state === "connected"
    const arrives = seat.state === "connected" && (this.view.phase !== "inside" || returned)
    const { back } = this.view
    if (arrives) {
      this.quieten("microphone")
      void this.media.connect()
    } else if (this.view.phase === "inside" && seat.state !== "connected") this.letGo()
    this.show({ ...seated(this.view, seat), back: arrives && this.lastHere !== null ? this.away() : back })
    if (arrives) this.restoreSources()
    if (seat.state === "connected") this.note()
  }

  /** The path of sound broke while the line held: as after every absence the microphone returns off. */
  private soundReturned(since: number): void {
    const { microphone } = this.switches()
    const seconds = Math.round((this.line.serverNow() - since) / 1000)
    if (microphone) void this.switch("microphone", false).catch(() => undefined)
    if (!this.view.back && (microphone || seconds >= WORTH_SAYING_S))
      this.show({ ...this.view, back: { since, seconds } })
  }

  /** From when until now one was away. */
  private away(): NonNullable<View["back"]> {
    const now = this.line.serverNow()
    const since = this.lastHere ?? now
    return { since, seconds: Math.max(0, Math.round((now - since) / 1000)) }
  }

  /** One is here now: a reload finds that, and from when on something was missed. */
  private note(): void {
    const now = this.line.serverNow()
    if (this.lastHere !== null && now - this.lastHere < NOTED_EVERY_MS) return
    this.lastHere = now
    this.memory.setItem(this.key, String(now))
  }

  /** The microphone comes back switched off; a camera or screen that still runs here goes on. */
  private restoreSources(): void {
    for (const source of ["camera", "screen"] as const) {
      if (this.own.track(source)) void this.switch(source, true).catch(() => this.own.close(source))
    }
  }

  private hear(update: Told): void {
    const conference = update.type === "seat.changed" ? update.seat.conference : update.conference
    if ((typeof conference === "string" ? conference : conference.id) !== this.id) return
    if (update.type === "seat.changed") {
      if (this.wanted) this.sit(update.seat)
      return
    }
    if (update.type === "seat.lost" && !this.wanted) return
    const before = this.view
    if (before.phase === "inside" && !before.held) this.note()
    this.show(told(this.view, update))
    if (this.view.phase === "out" && before.phase !== "out") this.goOut()
    if (update.type === "participant.muted") this.quieten(update.source)
    if (update.type === "participant.changed" && update.participant.person.id === this.view.you) this.obey()
  }

  /** What the server says is off is silent here too, and nothing is said to be on that this device does not send. */
  private obey(): void {
    const part = ownPart(this.view)
    if (!part) return
    const microphone = this.own.track("microphone")
    if (microphone) microphone.enabled = part.microphone
    for (const source of ["microphone", "camera", "screen"] as const) {
      if (part.held_back.includes(source)) this.quieten(source)
      else if (part[source] && !this.own.track(source)) void this.switch(source, false).catch(() => undefined)
    }
  }

  /** The microphone only goes silent, to be back at once; a camera and a screen are let go, so that their lamps go out. */
  private quieten(source: Source): void {
    const track = this.own.track("microphone")
    if (source !== "microphone") this.own.close(source)
    else if (track) track.enabled = false
  }

  private switches(): Record<Source, boolean> {
    const part = ownPart(this.view)
    return {
      microphone: part?.microphone ?? false,
      camera: part?.camera ?? false,
      screen: part?.screen ?? false,
    }
  }

  private patchOwn(now: Record<Source, boolean>): void {
    const { microphone, camera, screen } = now
    const participants = this.view.participants.map((one) =>
      one.person.id === this.view.you ? { ...one, microphone, camera, screen } : one,
    )
    this.show({ ...this.view, participants })
  }

  private loseLine(state: Line["state"]): void {
    if (this.view.phase !== "inside" && this.view.phase !== "waiting") return
    if (state === "replaced") {
      this.goOut()
      this.show({ ...this.view, phase: "out", farewell: { reason: "replaced", endReason: null, text: "" } })
      return
    }
    // Several losses in a row are one absence: what was missed began with the first.
    if (this.view.phase === "inside" && !this.view.held) this.note()
    this.show({ ...this.view, held: true, speakers: [] })
  }

  private goOut(): void {
    this.wanted = false
    this.attempt++
    this.lastHere = null
    this.memory.removeItem(this.key)
    this.letGo()
  }

  private letGo(): void {
    this.media.disconnect()
    for (const source of ["microphone", "camera", "screen"] as const) this.own.close(source)
  }

  private show(view: View): void {
    this.view = view
    for (const listener of [...this.subscribers]) listener()
  }
}
