import type { Id, Line, Message } from "../../live"

const NEWEST = 60

/** What may still be shown at this instant: three months pass while a page is open, too. */
export const unexpired = <M extends { expires_at: string }>(messages: readonly M[], now: number): M[] =>
  messages.filter((one) => Date.parse(one.expires_at) > now)

/** The newest messages of a room, as they are now. Plain TypeScript; the wall reads it. */
export class Stream {
  private messages: Message[] | null = null
  private readonly subscribers = new Set<() => void>()

  constructor(
    private readonly line: Line,
    private readonly room: Id,
  ) {}

  subscribe = (listener: () => void): (() => void) => {
    this.subscribers.add(listener)
    return () => this.subscribers.delete(listener)
  }

  read = (): readonly Message[] | null => this.messages

  open(): () => void {
    const hear = (told: { room: Id; message: Message }) =>
      told.room === this.room && this.take([told.message])
    const kinds = [
      "chat.sent",
      "chat.edited",
      "chat.deleted",
      "chat.reacted",
      "chat.held",
      "chat.released",
    ] as const
    const stops = [
      ...kinds.map((kind) => this.line.on(kind, hear)),
      this.line.on("chat.withdrawn", ({ message, change }) =>
        this.forget((one) => one.id === message && one.change < change),
      ),
      this.line.on("chat.expired", ({ room, up_to_seq }) =>
        this.forget((one) => one.room === room && one.seq <= up_to_seq),
      ),
      this.line.on("chat.gap", ({ room }) => room === this.room && void this.load()),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }

  async load(): Promise<void> {
    const page = await this.line
      .request({ type: "chat.catch_up", room: this.room, after: null })
      .catch(() => null)
    if (!page) return
    this.messages = null
    this.take(page.messages)
  }

  private take(news: readonly Message[]): void {
    const byId = new Map((this.messages ?? []).map((one) => [one.id, one]))
    for (const one of news) {
      const known = byId.get(one.id)
      if (!known || known.change < one.change) byId.set(one.id, one)
    }
    this.show([...byId.values()].sort((a, b) => a.seq - b.seq).slice(-NEWEST))
  }

  private forget(is: (message: Message) => boolean): void {
    if (this.messages?.some(is)) this.show(this.messages.filter((one) => !is(one)))
  }

  private show(messages: Message[]): void {
    this.messages = messages
    for (const listener of [...this.subscribers]) listener()
  }
}
