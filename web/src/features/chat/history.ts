import type { Id, Message } from "../../live"

/** What carries a message as it is now. */
export const OF_ONE_MESSAGE = [
  "chat.sent",
  "chat.edited",
  "chat.deleted",
  "chat.reacted",
  "chat.held",
  "chat.released",
] as const

/** The messages of a room that this tab has, by `seq`, each as it last changed. */
export class History {
  private byId = new Map<Id, Message>()
  private ordered: readonly Message[] = []

  get list(): readonly Message[] {
    return this.ordered
  }

  get newestSeq(): number {
    return this.ordered.at(-1)?.seq ?? 0
  }

  get oldestSeq(): number {
    return this.ordered[0]?.seq ?? 0
  }

  get(id: Id): Message | undefined {
    return this.byId.get(id)
  }

  /** Take what came, from whichever side and in whatever order: the higher `change` wins. True when something is new. */
  merge(messages: readonly Message[]): boolean {
    let changed = false
    for (const message of messages) {
      const known = this.byId.get(message.id)
      if (known && known.change >= message.change) continue
      this.byId.set(message.id, message)
      changed = true
    }
    if (changed) this.order()
    return changed
  }

  /** It is held now, and no longer ours to read; what answers it shows nothing of it. True when it was shown. */
  withdraw(id: Id, change: number): boolean {
    const known = this.byId.get(id)
    if (known && known.change >= change) return false
    const quoting = this.ordered.filter((one) => one.reply_to?.id === id && one.reply_to.text)
    for (const one of quoting)
      if (one.reply_to) this.byId.set(one.id, { ...one, reply_to: { ...one.reply_to, text: "" } })
    if (!this.byId.delete(id) && quoting.length === 0) return false
    this.order()
    return true
  }

  /** Replace everything up to `change`: the cursor was too old to catch up. What was heard since stays. */
  replace(messages: readonly Message[], change: number): void {
    const heardSince = this.ordered.filter((message) => message.change > change)
    this.byId = new Map(messages.map((message) => [message.id, message]))
    this.order()
    this.merge(heardSince)
  }

  /** Their three months are over. */
  expire(upToSeq: number): boolean {
    const before = this.byId.size
    for (const message of this.ordered) if (message.seq <= upToSeq) this.byId.delete(message.id)
    if (this.byId.size === before) return false
    this.order()
    return true
  }

  private order(): void {
    this.ordered = [...this.byId.values()].sort((a, b) => a.seq - b.seq)
  }
}

/**
 * The cursor of a room. It moves on without holes only: a number that was skipped may be a change that this
 * reader must not see, or one that got lost, and only the server knows which.
 */
export class Cursor {
  private at: number | null = null

  get value(): number | null {
    return this.at
  }

  /** A page says: you have everything up to here. */
  reach(change: number): void {
    this.at = Math.max(this.at ?? 0, change)
  }

  /** One change came by itself. False when there is a hole before it. */
  advance(change: number): boolean {
    if (this.at === null) return true
    if (change > this.at + 1) return false
    if (change === this.at + 1) this.at = change
    return true
  }

  /** Start again: the server's numbers are another room's life. */
  reset(change: number): void {
    this.at = change
  }
}
