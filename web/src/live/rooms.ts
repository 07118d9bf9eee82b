import { Refusal } from "./refusal"
import type { Line } from "./socket"
import type { Id, Person, PresenceChanged, RoomClosed, RoomState } from "./wire"

/** Who is here after a difference: newcomers replace themselves, those who left are gone. */
export function mergePresence(
  people: readonly Person[],
  change: Pick<PresenceChanged, "joined" | "left">,
): Person[] {
  const gone = new Set([...change.left, ...change.joined.map((person) => person.id)])
  return [...people.filter((person) => !gone.has(person.id)), ...change.joined]
}

export type RoomView =
  | { phase: "entering" }
  | { phase: "inside"; room: RoomState }
  | { phase: "refused"; refusal: Refusal }
  | { phase: "closed"; reason: RoomClosed["reason"] }

/**
 * One room as this tab sees it. It enters on each new connection, keeps presence up to date and says so to
 * its subscribers; `afterEntering` is where the chat catches up from its cursor.
 */
export class LiveRoom {
  private view: RoomView = { phase: "entering" }
  private readonly subscribers = new Set<() => void>()
  private readonly enteredListeners = new Set<(room: RoomState) => void>()
  private stops: (() => void)[] = []

  constructor(
    private readonly line: Line,
    readonly id: Id,
  ) {}

  /** Enter, and stay entered until the returned function is called. */
  open(): () => void {
    const { line } = this
    this.stops = [
      line.on("presence.changed", (change) => {
        if (change.room === this.id) this.patch((room) => ({ people: mergePresence(room.people, change) }))
      }),
      line.on("room.changed", ({ room, title, state }) => {
        if (room === this.id) this.patch(() => ({ title, state }))
      }),
      line.on("room.closed", ({ room, reason }) => {
        if (room === this.id) this.show({ phase: "closed", reason })
      }),
      line.onOpen(() => void this.enter()),
    ]
    return () => this.close()
  }

  subscribe = (listener: () => void): (() => void) => {
    this.subscribers.add(listener)
    return () => this.subscribers.delete(listener)
  }

  read = (): RoomView => this.view

  afterEntering(listener: (room: RoomState) => void): () => void {
    this.enteredListeners.add(listener)
    if (this.view.phase === "inside" && this.line.state === "open") listener(this.view.room)
    return () => this.enteredListeners.delete(listener)
  }

  private async enter(): Promise<void> {
    try {
      const room = await this.line.request({ type: "room.join", room: this.id })
      if (this.stops.length === 0) return
      this.show({ phase: "inside", room })
      for (const listener of [...this.enteredListeners]) listener(room)
    } catch (error) {
      if (error instanceof Refusal) this.show({ phase: "refused", refusal: error })
    }
  }

  private close(): void {
    if (this.stops.length === 0) return
    for (const stop of this.stops) stop()
    this.stops = []
    if (this.line.state === "open") this.line.tell({ type: "room.leave", room: this.id })
  }

  private patch(change: (room: RoomState) => Partial<RoomState>): void {
    if (this.view.phase !== "inside") return
    this.show({ phase: "inside", room: { ...this.view.room, ...change(this.view.room) } })
  }

  private show(view: RoomView): void {
    this.view = view
    for (const listener of [...this.subscribers]) listener()
  }
}
