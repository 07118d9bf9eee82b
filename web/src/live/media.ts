import { layersIn, type MediaMode, ModeSteps, wishesIn } from "./media-mode"
import { Peer, type PeerState } from "./media-peer"
import { bytesReceived, Pulse } from "./media-pulse"
import {
  figuresOf,
  GOOD,
  type Quality,
  qualityBetween,
  type Sample,
  type SlotFigures,
  sampleOf,
} from "./media-quality"
import { assignSlots, sameWants, slotShowing, type Wish } from "./media-slots"
import { MediaSound } from "./media-sound"
import { LineLost, Refusal } from "./refusal"
import type { Line } from "./socket"
import type { Id, Layer, Slot, Source, Want } from "./wire"

const WATCH_AFTER_MS = 50
const STATISTICS_EVERY_MS = 2000
/** When the browser says so nothing has come for seconds; a moment more, and a restart is quicker. */
const RESTART_AFTER_MS = 300
const GIVE_UP_AFTER_MS = 8000
const RETRY_FIRST_MS = 300
const LONGEST_WAIT_MS = 8000
const EVERY_LAYER: readonly Layer[] = ["low", "medium", "high"]

/** `idle → connecting → connected ⇄ interrupted`; from each of them a lost peer leads back to `connecting`. */
export type MediaState = "idle" | "connecting" | "connected" | "interrupted"

export interface MediaView {
  state: MediaState
  slots: readonly Slot[]
  quality: Quality
  /** The browser refuses to play sound before somebody presses a button. */
  soundBlocked: boolean
  /** What is sent and received now, and what the person chose: the first is less when the line does not carry it. */
  mode: MediaMode
  chosenMode: MediaMode
  /** The line has been too poor for what was chosen: it was stepped down by itself, and steps up again by itself. */
  steppedDown: boolean
  /** How often sound and picture have come back after they were away. */
  returns: number
}

const AT_FIRST: MediaView = {
  state: "idle",
  slots: [],
  quality: GOOD,
  soundBlocked: false,
  mode: "everything",
  chosenMode: "everything",
  steppedDown: false,
  returns: 0,
}

export interface MediaOptions {
  videoSlots: number
  openConnection?: (configuration: RTCConfiguration) => RTCPeerConnection
  sound?: MediaSound
  /** Asked before each first offer: relays for networks that let no UDP out. */
  relays?: () => Promise<RTCIceServer[]>
}

/**
 * One participant's media in one conference: keeps a peer alive, says what to show and hands out the streams.
 *
 * It is prepared before anybody presses "Join", so that joining costs one round trip and one key frame.
 */
export class Media {
  private view: MediaView = AT_FIRST
  private readonly subscribers = new Set<() => void>()
  private readonly tracks: Record<Source, MediaStreamTrack | null> = {
    microphone: null,
    camera: null,
    screen: null,
  }
  private readonly sound: MediaSound
  private peer: Peer | null = null
  private firstOffer: Promise<string> | null = null
  private wanted = false
  private answered = false
  private wishes: readonly Wish[] = []
  private asked: Want[] = []
  private hears = true
  private readonly steps = new ModeSteps()
  /** The layers of our pictures that somebody watches; what is not named is sent whole. */
  private readonly watched = new Map<"camera" | "screen", readonly Layer[]>()
  private readonly pulse: Pulse
  private wasAway = false
  private failures = 0
  private watchTimer: ReturnType<typeof setTimeout> | null = null
  private mendTimer: ReturnType<typeof setTimeout> | null = null
  private statisticsTimer: ReturnType<typeof setInterval> | null = null
  private lastSample: Sample | null = null

  constructor(
    private readonly line: Pick<Line, "request" | "on">,
    private readonly conference: Id,
    private readonly options: MediaOptions,
  ) {
    this.sound = options.sound ?? new MediaSound()
    this.sound.onBlocked = (soundBlocked) => this.show({ soundBlocked })
    this.pulse = new Pulse(
      async () => (this.peer ? bytesReceived(await this.peer.statistics()) : null),
      () => this.mend(),
      () => this.flows(),
    )
  }

  /** Hear what the server says of this media until the returned function is called. */
  open(): () => void {
    const stops = [
      this.line.on("media.slots", (told) => {
        if (told.conference === this.conference) this.show({ slots: told.slots })
      }),
      this.line.on("media.lost", (told) => {
        if (told.conference === this.conference && this.wanted) void this.connect()
      }),
      this.line.on("media.layers", (told) => {
        // What comes before the answer was meant for the peer before.
        if (told.conference !== this.conference || !this.answered) return
        this.watched.set(told.source, told.layers)
        this.sendWatched()
      }),
      listen("online", () => this.mend()),
    ]
    return () => {
      for (const stop of stops) stop()
      this.disconnect()
      this.sound.close()
    }
  }

  subscribe = (listener: () => void): (() => void) => {
    this.subscribers.add(listener)
    return () => this.subscribers.delete(listener)
  }

  read = (): MediaView => this.view

  /** Make the peer and its offer ahead of need. */
  async prepare(): Promise<void> {
    if (!this.peer) this.freshPeer()
    await this.firstOffer
  }

  /** Offer a peer to the server: the prepared one, or a fresh one when that was used. Called again after a lost line. */
  async connect(): Promise<void> {
    this.wanted = true
    this.stopMending()
    if (!this.peer || !this.firstOffer) this.freshPeer()
    const peer = this.peer as Peer
    const offer = this.firstOffer as Promise<string>
    this.firstOffer = null
    this.wasAway ||= this.view.state !== "idle"
    this.show({ state: "connecting", slots: [] })
    try {
      await this.negotiate(peer, await offer, false)
      if (this.peer !== peer) return
      this.answered = true
      this.watch()
    } catch (error) {
      this.retry(peer, error)
    }
  }

  /** Out of the conference: nothing is sent or heard any more. */
  disconnect(): void {
    this.wanted = false
    this.stopMending()
    this.dropPeer()
    this.wasAway = false
    this.show({ state: "idle", slots: [], quality: GOOD, returns: 0 })
  }

  /** How much to send and receive from now on; a poor line may force less. */
  choose(mode: MediaMode): void {
    this.steps.choose(mode)
    this.step()
  }

  /** Send this track as this source from now on; null sends nothing. */
  async put(source: Source, track: MediaStreamTrack | null): Promise<void> {
    this.tracks[source] = track
    await this.peer?.put(source, track)
  }

  /** What the page would like to show, most wanted first. */
  wish(wishes: readonly Wish[]): void {
    this.wishes = wishes
    if (this.watchTimer || this.view.state === "idle") return
    this.watchTimer = setTimeout(() => {
      this.watchTimer = null
      this.watch()
    }, WATCH_AFTER_MS)
  }

  /** The picture of somebody, while one is flowing. */
  picture(user: Id, source: "camera" | "screen"): MediaStream | null {
    const mid = slotShowing(this.view.slots, user, source)
    return mid === null ? null : (this.peer?.stream(mid) ?? null)
  }

  turnSoundOn(): void {
    void this.sound.play()
  }

  playThrough(speaker: string): void {
    void this.sound.playThrough(speaker)
  }

  /** What every slot has decoded, with whom it shows. */
  async stats(): Promise<(SlotFigures & Slot)[]> {
    const figures = figuresOf((await this.peer?.statistics()) ?? [])
    return figures.map((figure) => {
      const slot = this.view.slots.find(({ mid }) => mid === figure.mid)
      return { ...figure, user: slot?.user ?? null, source: slot?.source ?? null }
    })
  }

  private freshPeer(): void {
    this.dropPeer()
    const peer: Peer = new Peer({
      videoSlots: this.options.videoSlots,
      onState: (state) => this.peerMoved(peer, state),
      ...(this.options.openConnection ? { open: this.options.openConnection } : {}),
    })
    this.peer = peer
    this.firstOffer = this.offerOf(peer)
    this.firstOffer.catch(() => undefined)
    for (const source of ["microphone", "camera", "screen"] as const) {
      if (this.tracks[source]) void peer.put(source, this.tracks[source])
    }
  }

  private async offerOf(peer: Peer): Promise<string> {
    if (this.options.relays) peer.use(await this.options.relays().catch(() => []))
    return peer.offer()
  }

  private dropPeer(): void {
    this.peer?.close()
    this.peer = null
    this.firstOffer = null
    this.asked = []
    this.hears = true
    this.answered = false
    this.watched.clear()
    this.pulse.stop()
    if (this.watchTimer) clearTimeout(this.watchTimer)
    if (this.statisticsTimer) clearInterval(this.statisticsTimer)
    this.watchTimer = this.statisticsTimer = this.lastSample = null
    this.sound.carry([])
  }

  private async negotiate(peer: Peer, sdp: string, restart: boolean): Promise<void> {
    const answer = await this.line.request({ type: "media.offer", conference: this.conference, sdp, restart })
    if (this.peer !== peer) return
    await peer.accept(answer.sdp)
    if (!restart) this.sound.carry(peer.audioMids.flatMap((mid) => peer.stream(mid) ?? []))
  }

  /** Tell the server which pictures to send, when that differs from what it was told last. */
  private watch(): void {
    const { peer } = this
    if (!peer || !this.answered) return
    const { mode } = this.steps
    const wants = assignSlots(peer.videoMids, this.asked, wishesIn(mode, this.wishes))
    const hear = mode !== "send_only"
    if (sameWants(wants, this.asked) && hear === this.hears) return
    this.asked = wants
    this.hears = hear
    this.line.request({ type: "media.watch", conference: this.conference, wants, hear }).catch(() => {
      if (this.peer === peer) this.asked = []
    })
  }

  /** Send of our pictures what somebody watches, as far as the mode goes. */
  private sendWatched(): void {
    for (const source of ["camera", "screen"] as const) {
      const watched = this.watched.get(source) ?? EVERY_LAYER
      void this.peer?.send(source, layersIn(this.steps.mode, source, watched))
    }
  }

  /** Carry out a change of the mode, and say it. */
  private step(): void {
    const { mode, chosen, byItself } = this.steps
    if (mode === this.view.mode && chosen === this.view.chosenMode) return
    this.show({ mode, chosenMode: chosen, steppedDown: byItself })
    this.sendWatched()
    this.watch()
  }

  private peerMoved(peer: Peer, state: PeerState): void {
    if (this.peer !== peer || !this.wanted) return
    if (state === "connected") {
      this.flows()
      this.pulse.start()
      this.statisticsTimer ??= setInterval(() => void this.measure(peer), STATISTICS_EVERY_MS)
    } else if (state === "disconnected") {
      this.show({ state: "interrupted" })
      this.mendTimer ??= setTimeout(() => void this.restart(peer), RESTART_AFTER_MS)
    } else if (state === "failed") {
      this.stopMending()
      this.mend()
    }
  }

  /** Packets come: whatever was being mended is whole. */
  private flows(): void {
    this.stopMending()
    this.failures = 0
    const returned = this.wasAway || this.view.state === "interrupted"
    this.wasAway = false
    this.show({ state: "connected", returns: this.view.returns + (returned ? 1 : 0) })
  }

  /** Nothing comes, or another network is there: ask for a new path at once. */
  private mend(): void {
    const { peer } = this
    if (!peer || !this.answered || this.mendTimer) return
    this.show({ state: "interrupted" })
    void this.restart(peer)
  }

  /** New ICE credentials on the same peer: a phone that changed networks. When that does not help, a fresh peer. */
  private async restart(peer: Peer): Promise<void> {
    this.mendTimer = setTimeout(() => void this.connect(), GIVE_UP_AFTER_MS)
    try {
      await this.negotiate(peer, await peer.offer(true), true)
    } catch (error) {
      this.retry(peer, error)
    }
  }

  /** A lost line is followed by a new one, and whoever entered again calls `connect`; a refusal is tried again. */
  private retry(peer: Peer, error: unknown): void {
    if (this.peer !== peer || !this.wanted || error instanceof LineLost) return
    if (error instanceof Refusal && error.code !== "media_away" && this.failures > 3) return
    this.stopMending()
    // A peer that the server no longer knows cannot be mended.
    if (error instanceof Refusal && error.code === "peer_unknown" && this.failures === 0) {
      this.failures++
      void this.connect()
      return
    }
    const wait = Math.min(LONGEST_WAIT_MS, RETRY_FIRST_MS * 2 ** this.failures++)
    this.mendTimer = setTimeout(() => void this.connect(), wait)
  }

  private stopMending(): void {
    if (this.mendTimer) clearTimeout(this.mendTimer)
    this.mendTimer = null
  }

  private async measure(peer: Peer): Promise<void> {
    const sample = sampleOf(await peer.statistics())
    if (this.peer !== peer) return
    const quality = this.lastSample ? qualityBetween(this.lastSample, sample) : GOOD
    this.lastSample = sample
    this.steps.take(quality)
    this.step()
    const { value, cause } = this.view.quality
    if (quality.value !== value || quality.cause !== cause) this.show({ quality })
  }

  private show(change: Partial<MediaView>): void {
    this.view = { ...this.view, ...change }
    for (const listener of [...this.subscribers]) listener()
  }
}

/** Hear an event of the window, where there is one, until the returned function is called. */
function listen(event: "online", listener: () => void): () => void {
  globalThis.addEventListener?.(event, listener)
  return () => globalThis.removeEventListener?.(event, listener)
}
