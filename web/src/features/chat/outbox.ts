import {
  type Id,
  type Line,
  LineLost,
  type MaterialPreview,
  type Message,
  type Quote,
  Refusal,
} from "../../live"
import { newClientId, type Outgoing, type Shelf } from "./outgoing"

const STORAGE_BACK_S = 3
const STORAGE_BACK = new Set(["storage_away", "storage_full"])

/** What is on its way, and the draft before that: sent one after the other, each once, kept over a reload. */
export class Outbox {
  list: readonly Outgoing[]
  draft: string
  private sending = false
  private readonly wakeTimers = new Set<ReturnType<typeof setTimeout>>()

  constructor(
    private readonly line: Line,
    private readonly room: Id,
    private readonly shelf: Shelf,
    private readonly changed: () => void,
    private readonly stored: (message: Message) => void,
  ) {
    const kept = shelf.load()
    this.list = kept.outgoing
    this.draft = kept.draft
  }

  keepDraft(text: string): void {
    this.draft = text
    this.keep()
  }

  add(text: string, replyTo: Quote | null, mentions: readonly Id[], material: MaterialPreview | null): void {
    const at = new Date(this.line.serverNow()).toISOString()
    const clientId = newClientId()
    const message = { clientId, text, replyTo, mentions, material, at } as const
    this.list = [...this.list, { ...message, state: "queued", refusal: null }]
    this.draft = ""
    this.keep()
    this.changed()
    void this.flush()
  }

  /** Try a message again that was refused. */
  retry(clientId: Id): void {
    this.change(clientId, { state: "queued", refusal: null })
    void this.flush()
  }

  discard(clientId: Id): void {
    this.list = this.list.filter((one) => one.clientId !== clientId)
    this.keep()
    this.changed()
  }

  /** These came back as stored messages: their bubbles are no longer needed. */
  landed(clientIds: ReadonlySet<Id>): void {
    if (!this.list.some((one) => clientIds.has(one.clientId))) return
    this.list = this.list.filter((one) => !clientIds.has(one.clientId))
    this.keep()
  }

  /** One after the other, in the order in which they were written. */
  async flush(): Promise<void> {
    if (this.sending) return
    this.sending = true
    try {
      for (let next = this.nextQueued(); next && this.line.state === "open"; next = this.nextQueued()) {
        await this.sendOne(next)
      }
    } finally {
      this.sending = false
    }
  }

  /** Do something later, unless the room is left before. */
  wake(after: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.wakeTimers.delete(timer)
      work()
    }, after)
    this.wakeTimers.add(timer)
  }

  stop(): void {
    for (const timer of this.wakeTimers) clearTimeout(timer)
    this.wakeTimers.clear()
  }

  private nextQueued(): Outgoing | undefined {
    const next = this.list.find((one) => one.state !== "failed")
    return next?.state === "queued" ? next : undefined
  }

  private async sendOne({ clientId, text, replyTo, mentions, material }: Outgoing): Promise<void> {
    this.change(clientId, { state: "sending" })
    try {
      const message = await this.line.request({
        type: "chat.send",
        room: this.room,
        client_id: clientId,
        text,
        reply_to: replyTo?.id ?? null,
        mentions: [...mentions],
        material: material?.id ?? null,
      })
      this.stored(message)
    } catch (error) {
      if (error instanceof LineLost) this.change(clientId, { state: "queued" })
      else if (error instanceof Refusal) this.refused(clientId, error)
      else throw error
    }
  }

  private refused(clientId: Id, refusal: Refusal): void {
    const wait = Number(refusal.params.retry_after ?? (STORAGE_BACK.has(refusal.code) ? STORAGE_BACK_S : 0))
    if (wait <= 0) {
      this.change(clientId, { state: "failed", refusal })
      return
    }
    this.change(clientId, { state: "waiting", refusal })
    this.wake(wait * 1000, () => this.retry(clientId))
  }

  private change(clientId: Id, patch: Partial<Outgoing>): void {
    this.list = this.list.map((one) => (one.clientId === clientId ? { ...one, ...patch } : one))
    this.keep()
    this.changed()
  }

  private keep(): void {
    this.shelf.save({ outgoing: this.list, draft: this.draft })
  }
}
