/** What lies between two stretches of a room's history and is not loaded, by `seq`: above `after`, below `before`. */
export interface Gap {
  after: number
  before: number
}

interface Stretch {
  from: number
  to: number
}

export const END = Number.POSITIVE_INFINITY

/** Which parts of a room's history this tab has without holes. The numbers alone cannot tell: some are never shown. */
export class Stretches {
  private list: readonly Stretch[] = []

  /** Everything from `from` to `to` is here; what touches becomes one. */
  add(from: number, to: number): void {
    const sorted = [...this.list, { from, to }].sort((a, b) => a.from - b.from)
    const joined: Stretch[] = []
    for (const one of sorted) {
      const last = joined.at(-1)
      if (last && one.from <= last.to) last.to = Math.max(last.to, one.to)
      else joined.push({ ...one })
    }
    this.list = joined
  }

  clear(): void {
    this.list = []
  }

  has(seq: number): boolean {
    return this.list.some(({ from, to }) => from <= seq && seq <= to)
  }

  /** Whether the very first message is not here. */
  get hasOlder(): boolean {
    return (this.list[0]?.from ?? 0) > 0
  }

  get gaps(): Gap[] {
    return this.list.slice(1).map(({ from }, place) => ({ after: this.list[place]?.to ?? 0, before: from }))
  }
}
