import type { CaptionWritten, Id, Line } from "../../live"
import type { Phrase, Reaction } from "./requests"

/** What somebody has just shown: it stands on the tile for a moment. */
export type Sign = { id: number; user: Id } & (
  | { kind: "reaction"; value: Reaction }
  | { kind: "phrase"; value: Phrase }
)

export interface Caption {
  id: number
  user: Id
  name: string
  text: string
}

export interface FleetingView {
  signs: readonly Sign[]
  /** The last lines, oldest first. */
  captions: readonly Caption[]
}

export const REACTION_STAYS_MS = 4000
/** A sentence in another language is read more slowly than a thumb. */
export const PHRASE_STAYS_MS = 8000
export const CAPTION_STAYS_MS = 10_000
const CAPTION_LINES = 2

/** Reactions, phrase cards and captions: told by the server, shown for a moment, kept by nobody. */
export class Fleeting {
  private view: FleetingView = { signs: [], captions: [] }
  private lastId = 0
  private readonly subscribers = new Set<() => void>()
  private readonly timers = new Set<ReturnType<typeof setTimeout>>()

  constructor(
    private readonly line: Pick<Line, "on">,
    private readonly conference: Id,
  ) {}

  subscribe = (listener: () => void): (() => void) => {
    this.subscribers.add(listener)
    return () => this.subscribers.delete(listener)
  }

  read = (): FleetingView => this.view

  /** Hear what passes until the returned function is called. */
  open(): () => void {
    const stops = [
      this.line.on("reaction.sent", ({ conference, user, reaction }) => {
        if (conference === this.conference)
          this.sign({ id: ++this.lastId, user, kind: "reaction", value: reaction }, REACTION_STAYS_MS)
      }),
      this.line.on("phrase.said", ({ conference, user, phrase }) => {
        if (conference === this.conference)
          this.sign({ id: ++this.lastId, user, kind: "phrase", value: phrase }, PHRASE_STAYS_MS)
      }),
      this.line.on("caption.written", (told) => {
        if (told.conference === this.conference) this.caption(told)
      }),
    ]
    return () => {
      for (const stop of stops) stop()
      for (const timer of this.timers) clearTimeout(timer)
      this.timers.clear()
      this.show({ signs: [], captions: [] })
    }
  }

  /** The newest of somebody's takes the place of the one before. */
  private sign(sign: Sign, stays: number): void {
    const others = this.view.signs.filter(({ user }) => user !== sign.user)
    this.show({ signs: [...others, sign] })
    this.later(stays, () => this.show({ signs: this.view.signs.filter(({ id }) => id !== sign.id) }))
  }

  private caption({ user, name, text }: CaptionWritten): void {
    const id = ++this.lastId
    const before = this.view.captions.slice(1 - CAPTION_LINES)
    this.show({ captions: [...before, { id, user, name, text }] })
    this.later(CAPTION_STAYS_MS, () =>
      this.show({ captions: this.view.captions.filter((caption) => caption.id !== id) }),
    )
  }

  private later(milliseconds: number, then: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer)
      then()
    }, milliseconds)
    this.timers.add(timer)
  }

  private show(change: Partial<FleetingView>): void {
    this.view = { ...this.view, ...change }
    for (const listener of [...this.subscribers]) listener()
  }
}
