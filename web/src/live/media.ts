import { Peer, type PeerState } from "./media-peer"
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
import type { Id, Slot, Source, Want } from "./wire"

const WATCH_AFTER_MS = 50
const STATISTICS_EVERY_MS = 2000
/** ICE often mends itself; after this long without packets a restart is quicker. */
const RESTART_AFTER_MS = 2000
const GIVE_UP_AFTER_MS = 8000
const LONGEST_WAIT_MS = 8000

/** `idle → connecting → connected ⇄ interrupted`; from each of them a lost peer leads back to `connecting`. */
export type MediaState = "idle" | "connecting" | "connected" | "interrupted"

export interface MediaView {
  state: MediaState
  slots: readonly Slot[]
  quality: Quality
  /** The browser refuses to play sound before somebody presses a button. */
  soundBlocked: boolean
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
  private view: MediaView = { state: "idle", slots: [], quality: GOOD, soundBlocked: false }
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
    this.show({ state: "idle", slots: [], quality: GOOD })
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
    this.answered = false
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
    const wants = assignSlots(peer.videoMids, this.asked, this.wishes)
    if (sameWants(wants, this.asked)) return
    this.asked = wants
    this.line.request({ type: "media.watch", conference: this.conference, wants }).catch(() => {
      if (this.peer === peer) this.asked = []
    })
  }

  private peerMoved(peer: Peer, state: PeerState): void {
    if (this.peer !== peer || !this.wanted) return
    if (state === "connected") {
      this.stopMending()
      this.failures = 0
      this.show({ state: "connected" })
      this.statisticsTimer ??= setInterval(() => void this.measure(peer), STATISTICS_EVERY_MS)
    } else if (state === "disconnected") {
      this.show({ state: "interrupted" })
      this.mendTimer ??= setTimeout(() => void this.restart(peer), RESTART_AFTER_MS)
    } else if (state === "failed") {
      this.show({ state: "interrupted" })
      this.stopMending()
      void this.restart(peer)
    }
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
    const wait = Math.min(LONGEST_WAIT_MS, 500 * 2 ** this.failures++)
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
    const { value, cause } = this.view.quality
    if (quality.value !== value || quality.cause !== cause) this.show({ quality })
  }

  private show(change: Partial<MediaView>): void {
    this.view = { ...this.view, ...change }
    for (const listener of [...this.subscribers]) listener()
  }
}
