import type { Id } from "../../live"

export const LAYOUTS = ["both", "speaker", "tiles"] as const
export type Layout = (typeof LAYOUTS)[number]

export const CAPTION_SIZES = ["off", "small", "medium", "large"] as const
export type CaptionSize = (typeof CAPTION_SIZES)[number]

/** How this reader wants to see the room. */
export interface Choices {
  layout: Layout
  captions: CaptionSize
  /** Shown large until unpinned, whoever speaks; only on this screen, and only in this room. */
  pinned: Id | null
}

type Shelf = Pick<Storage, "getItem" | "setItem">

const KEY = "twinspace.room"

/** The reader's choices for the room: layout and captions are remembered on this device, a pin is not. */
export class RoomChoices {
  private now: Choices
  private readonly subscribers = new Set<() => void>()

  constructor(private readonly shelf: Shelf = localStorage) {
    this.now = { ...remembered(shelf), pinned: null }
  }

  subscribe = (listener: () => void): (() => void) => {
    this.subscribers.add(listener)
    return () => this.subscribers.delete(listener)
  }

  read = (): Choices => this.now

  choose(change: Partial<Choices>): void {
    this.now = { ...this.now, ...change }
    const { layout, captions } = this.now
    this.shelf.setItem(KEY, JSON.stringify({ layout, captions }))
    for (const listener of [...this.subscribers]) listener()
  }

  /** Pin somebody, or let go of whoever is pinned. */
  pin(user: Id): void {
    this.choose({ pinned: this.now.pinned === user ? null : user })
  }
}

function remembered(shelf: Shelf): Omit<Choices, "pinned"> {
  const { layout, captions } = parsed(shelf.getItem(KEY))
  return {
    layout: LAYOUTS.find((one) => one === layout) ?? "both",
    captions: CAPTION_SIZES.find((one) => one === captions) ?? "medium",
  }
}

function parsed(text: string | null): Record<string, unknown> {
  try {
    const found: unknown = JSON.parse(text ?? "{}")
    return typeof found === "object" && found !== null ? (found as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
