import {
  type Id,
  type Line,
  type MaterialPreview,
  type Message,
  type MessagePage,
  type Quote,
  Refusal,
} from "../../live"
import { Cursor, History, OF_ONE_MESSAGE } from "./history"
import { Outbox } from "./outbox"
import type { Outgoing, Shelf } from "./outgoing"
import { toggled } from "./reactions"
import { END, type Gap, Stretches } from "./stretches"
import { type Typist, Typists } from "./typists"

export interface ChatView {
  phase: "loading" | "ready" | "failed"
  /** Why loading failed. */
  problem: unknown
  messages: readonly Message[]
  outgoing: readonly Outgoing[]
  hasOlder: boolean
  loadingOlder: boolean
  /** What is not loaded between the loaded stretches: a jump leaves it behind. */
  gaps: readonly Gap[]
  /** Messages below this `seq` have expired. */
  firstSeq: number
  /** Everything up to here has been seen. */
  readSeq: number
  /** The "new since" line stands after this `seq`; null for no line. */
  newAfter: number | null
  typists: readonly Typist[]
  /** How many came in one batch after a lost line; announced as a number. */
  caughtUp: number
}

const TYPING_EVERY_MS = 3000
const HOLE_WAIT_MS = 1500
const ENTERING_TRIES = 8

/** What a change looks like before the server has answered. */
type Overlay = Partial<Pick<Message, "text" | "mentions" | "state" | "reactions">>

/**
 * One room's chat: what came, what is on its way, and the cursor that makes the two meet with nothing lost and
 * nothing doubled. Plain TypeScript; components read it by `subscribe` and `read`.
 */
export class ChatStore {
  private readonly history = new History()
  private readonly cursor = new Cursor()
  private readonly overlays = new Map<Id, Overlay>()
  private readonly stretches = new Stretches()
  private readonly typists = new Typists(() => this.show({}))
  private readonly outbox: Outbox
  private readonly subscribers = new Set<() => void>()
  private catching = false
  private catchAgain = false
  private lastTyped = 0
  private holeTimer: ReturnType<typeof setTimeout> | null = null
  private awayAt: number | null = null
  private view: ChatView = {
    phase: "loading",
    problem: null,
    messages: [],
    outgoing: [],
    hasOlder: false,
    loadingOlder: false,
    gaps: [],
    firstSeq: 1,
    readSeq: 0,
    newAfter: null,
    typists: [],
    caughtUp: 0,
  }

  constructor(
    private readonly line: Line,
    readonly room: Id,
    private readonly me: Id,
    shelf: Shelf,
  ) {
    const landed = (message: Message) => {
      this.cursor.advance(message.change)
      this.settle([message])
    }
    this.outbox = new Outbox(line, room, shelf, () => this.show({}), landed)
    this.view = { ...this.view, outgoing: this.outbox.list }
  }

  subscribe = (listener: () => void): (() => void) => {
    this.subscribers.add(listener)
    return () => this.subscribers.delete(listener)
  }

  read = (): ChatView => this.view

  get draft(): string {
    return this.outbox.draft
  }

  keepDraft(text: string): void {
    this.outbox.keepDraft(text)
  }

  /** Listen to the room's updates until the returned function is called. Catching up waits for `entered`. */
  open(): () => void {
    const mine = (update: { room: Id; message: Message }) => {
      if (update.room === this.room) this.hear(update.message)
    }
    const { line } = this
    const stops = [
      ...OF_ONE_MESSAGE.map((kind) => line.on(kind, mine)),
      line.on("chat.withdrawn", ({ room, message, change }) => {
        if (room !== this.room) return
        if (!this.cursor.advance(change)) this.closeHole()
        if (this.history.withdraw(message, change)) this.show({})
      }),
      line.on("chat.gap", ({ room }) => room === this.room && void this.catchUp()),
      line.on("chat.expired", ({ room, up_to_seq }) => {
        if (room !== this.room) return
        this.history.expire(up_to_seq)
        this.show({ firstSeq: up_to_seq + 1 })
      }),
      line.on("chat.read_marked", ({ room, seq }) => {
        if (room === this.room && seq > this.view.readSeq) this.show({ readSeq: seq })
      }),
      line.on("chat.typing_now", ({ room, user, name }) => {
        if (room === this.room && user !== this.me) this.typists.note(user, name)
      }),
    ]
    return () => {
      for (const stop of stops) stop()
      this.typists.stop()
      this.outbox.stop()
      if (this.holeTimer) clearTimeout(this.holeTimer)
    }
  }

  /** We are in the room on this connection: get what we missed, send what waits. */
  async entered(): Promise<void> {
    await this.catchUp()
    void this.outbox.flush()
  }

  async catchUp(attempt = 0): Promise<void> {
    if (this.catching) {
      this.catchAgain = true
      return
    }
    this.catching = true
    try {
      const after = this.cursor.value
      this.take(await this.line.request({ type: "chat.catch_up", room: this.room, after }), after === null)
    } catch (error) {
      if (error instanceof Refusal && error.code === "not_in_room" && attempt < ENTERING_TRIES)
        this.comeBack(attempt)
      else if (error instanceof Refusal) this.show({ phase: "failed", problem: error })
    } finally {
      this.catching = false
    }
    if (this.catchAgain) {
      this.catchAgain = false
      await this.catchUp()
    }
  }

  /** The page before what is here; `before` is where a gap ends, else the start. */
  async loadOlder(gap?: Gap): Promise<void> {
    if (this.view.loadingOlder || !(gap || this.view.hasOlder)) return
    const before = gap?.before ?? this.history.oldestSeq
    await this.load(async () => {
      const page = await this.line.request({ type: "chat.history", room: this.room, before })
      this.stretches.add(page.has_older ? (page.messages[0]?.seq ?? before) : 0, before)
      return page.messages
    })
  }

  /** The page at the start of a gap: the reader comes from above. */
  async loadNewer({ after, before }: Gap): Promise<void> {
    if (this.view.loadingOlder) return
    await this.load(async () => {
      const page = await this.line.request({ type: "chat.newer", room: this.room, after })
      this.stretches.add(after, page.has_newer ? (page.messages.at(-1)?.seq ?? before) : END)
      return page.messages
    })
  }

  /** Load what stands around a place, if it is not here; the message to look at, or null. */
  async jump(place: { seq: number } | { at: string }): Promise<Message | null> {
    if ("at" in place || !this.stretches.has(place.seq)) {
      const page = await this.line.request({ type: "chat.around", room: this.room, ...place })
      const from = page.has_older ? (page.messages[0]?.seq ?? 0) : 0
      this.stretches.add(from, page.has_newer ? (page.messages.at(-1)?.seq ?? 0) : END)
      this.history.merge(page.messages)
      this.show({})
      if ("at" in place) {
        const found = page.messages.find((one) => Date.parse(one.created_at) >= Date.parse(place.at))
        return found ?? page.messages.at(-1) ?? null
      }
    }
    return this.history.list.findLast((one) => one.seq <= place.seq) ?? null
  }

  send(
    text: string,
    replyTo: Quote | null = null,
    mentions: readonly Id[] = [],
    material: MaterialPreview | null = null,
  ): void {
    this.show({ newAfter: null })
    this.outbox.add(text, replyTo, mentions, material)
  }

  retry(clientId: Id): void {
    this.outbox.retry(clientId)
  }

  discard(clientId: Id): void {
    this.outbox.discard(clientId)
  }

  edit(message: Id, text: string, mentions: readonly Id[] = []): Promise<void> {
    return this.alter(message, { text, mentions: [...mentions] }, () =>
      this.line.request({ type: "chat.edit", room: this.room, message, text, mentions: [...mentions] }),
    )
  }

  remove(message: Id): Promise<void> {
    return this.alter(message, { text: "", state: "deleted", reactions: [] }, () =>
      this.line.request({ type: "chat.delete", room: this.room, message }),
    )
  }

  react(message: Message, emoji: string): Promise<void> {
    const on = !message.reactions.some((one) => one.emoji === emoji && one.users.includes(this.me))
    return this.alter(message.id, { reactions: toggled(message.reactions, emoji, this.me, on) }, () =>
      this.line.request({ type: "chat.react", room: this.room, message: message.id, emoji, on }),
    )
  }

  /** Say that one writes, at most every 3 seconds. */
  typed(now = Date.now()): void {
    if (now - this.lastTyped < TYPING_EVERY_MS) return
    this.lastTyped = now
    this.line.tell({ type: "chat.typing", room: this.room })
  }

  /** The newest message is on the screen and somebody looks at it. */
  markRead(): void {
    const seq = this.history.newestSeq
    if (seq <= this.view.readSeq) return
    this.show({ readSeq: seq })
    this.line.tell({ type: "chat.read", room: this.room, seq })
  }

  /** Nobody looks: what comes from now on is new when somebody looks again. */
  lookAway(): void {
    this.awayAt = this.history.newestSeq
  }

  lookBack(): void {
    if (this.awayAt !== null && this.history.newestSeq > this.awayAt) this.show({ newAfter: this.awayAt })
    this.awayAt = null
  }

  private hear(message: Message): void {
    const known = this.view.phase === "ready"
    if (!this.cursor.advance(message.change)) this.closeHole()
    if (this.settle([message]) && known) this.typists.forget(message.author.id)
  }

  private take(page: MessagePage, first: boolean): void {
    const newest = this.history.newestSeq
    if (page.reset) {
      this.history.replace(page.messages, page.change)
      this.stretches.clear()
      this.cursor.reset(page.change)
    } else this.cursor.reach(page.change)
    for (const id of page.withdrawn) this.history.withdraw(id, page.change)
    if (first || page.reset) this.stretches.add(page.has_older ? (page.messages[0]?.seq ?? 0) : 0, END)
    this.settle(page.messages, true)
    const readSeq = Math.max(this.view.readSeq, page.read_seq)
    const line = first && readSeq > 0 && readSeq < this.history.newestSeq ? { newAfter: readSeq } : {}
    const news = first
      ? 0
      : page.messages.filter((one) => one.seq > newest && one.author.id !== this.me).length
    this.show({ ...line, phase: "ready", problem: null, readSeq, caughtUp: news, firstSeq: page.first_seq })
  }

  /** Merge, and let the optimistic bubbles become the stored messages. */
  private settle(messages: readonly Message[], silent = false): boolean {
    // What changed in a part that is not loaded comes with that part.
    const changed = this.history.merge(messages.filter((one) => this.stretches.has(one.seq)))
    for (const message of messages) this.overlays.delete(message.id)
    this.outbox.landed(
      new Set(messages.filter((one) => one.author.id === this.me).map((one) => one.client_id)),
    )
    if (!silent) this.show({})
    return changed
  }

  private async load(fetch: () => Promise<readonly Message[]>): Promise<void> {
    this.show({ loadingOlder: true })
    try {
      this.history.merge(await fetch())
    } catch {
      // The line comes back, and whoever scrolls on asks again.
    }
    this.show({ loadingOlder: false })
  }

  private async alter(id: Id, overlay: Overlay, ask: () => Promise<unknown>): Promise<void> {
    this.overlays.set(id, overlay)
    this.show({})
    try {
      const answer = (await ask()) as Message | null
      if (answer?.id === id) this.settle([answer])
    } catch (error) {
      if (this.overlays.get(id) === overlay) this.overlays.delete(id)
      this.show({})
      throw error
    }
  }

  private closeHole(): void {
    if (this.holeTimer) return
    // Spread out, so that a class does not ask as one when a held message leaves a hole for all of them.
    const wait = HOLE_WAIT_MS * (1 + Math.random())
    this.holeTimer = setTimeout(() => {
      this.holeTimer = null
      void this.catchUp()
    }, wait)
  }

  private comeBack(attempt: number): void {
    this.outbox.wake(
      250 * (attempt + 1),
      () => void this.catchUp(attempt + 1).then(() => this.outbox.flush()),
    )
  }

  private show(patch: Partial<ChatView>): void {
    const messages = this.overlays.size
      ? this.history.list.map((one) => ({ ...one, ...this.overlays.get(one.id) }))
      : this.history.list
    const { hasOlder, gaps } = this.stretches
    const [outgoing, typists] = [this.outbox.list, this.typists.list]
    this.view = { ...this.view, messages, outgoing, typists, hasOlder, gaps, ...patch }
    for (const listener of [...this.subscribers]) listener()
  }
}
