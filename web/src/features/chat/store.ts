import { type Id, type Line, LineLost, type Message, type MessagePage, type Quote, Refusal } from "../../live"
import { Cursor, History, OF_ONE_MESSAGE } from "./history"
import { newClientId, type Outgoing, type Shelf } from "./outgoing"
import { toggled } from "./reactions"

export interface Typist {
  id: Id
  name: string
}

export interface ChatView {
  phase: "loading" | "ready" | "failed"
  /** Why loading failed. */
  problem: unknown
  messages: readonly Message[]
  outgoing: readonly Outgoing[]
  hasOlder: boolean
  loadingOlder: boolean
  /** Everything up to here has been seen. */
  readSeq: number
  /** The "new since" line stands after this `seq`; null for no line. */
  newAfter: number | null
  typists: readonly Typist[]
  /** How many came in one batch after a lost line; announced as a number. */
  caughtUp: number
}

const TYPING_EVERY_MS = 3000
const TYPING_FADES_MS = 6000
const HOLE_WAIT_MS = 1500
const ENTERING_TRIES = 8
const STORAGE_BACK_S = 3

/** What a change looks like before the server has answered. */
type Overlay = Partial<Pick<Message, "text" | "state" | "reactions">>

/**
 * One room's chat: what came, what is on its way, and the cursor that makes the two meet with nothing lost and
 * nothing doubled. Plain TypeScript; components read it by `subscribe` and `read`.
 */
export class ChatStore {
  private readonly history = new History()
  private readonly cursor = new Cursor()
  private readonly overlays = new Map<Id, Overlay>()
  private readonly typing = new Map<Id, { name: string; timer: ReturnType<typeof setTimeout> }>()
  private readonly subscribers = new Set<() => void>()
  private outgoing: readonly Outgoing[] = []
  private draftText = ""
  private catching = false
  private catchAgain = false
  private sending = false
  private lastTyped = 0
  private holeTimer: ReturnType<typeof setTimeout> | null = null
  private readonly wakeTimers = new Set<ReturnType<typeof setTimeout>>()
  private awayAt: number | null = null
  private view: ChatView = {
    phase: "loading",
    problem: null,
    messages: [],
    outgoing: [],
    hasOlder: false,
    loadingOlder: false,
    readSeq: 0,
    newAfter: null,
    typists: [],
    caughtUp: 0,
  }

  constructor(
    private readonly line: Line,
    readonly room: Id,
    private readonly me: Id,
    private readonly shelf: Shelf,
  ) {
    const kept = shelf.load()
    this.outgoing = kept.outgoing
    this.draftText = kept.draft
    this.view = { ...this.view, outgoing: kept.outgoing }
  }

  subscribe = (listener: () => void): (() => void) => {
    this.subscribers.add(listener)
    return () => this.subscribers.delete(listener)
  }

  read = (): ChatView => this.view

  get draft(): string {
    return this.draftText
  }

  keepDraft(text: string): void {
    this.draftText = text
    this.keep()
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
        if (room === this.room && this.history.expire(up_to_seq)) this.show({})
      }),
      line.on("chat.read_marked", ({ room, seq }) => {
        if (room === this.room && seq > this.view.readSeq) this.show({ readSeq: seq })
      }),
      line.on("chat.typing_now", ({ room, user, name }) => {
        if (room === this.room && user !== this.me) this.noteTyping(user, name)
      }),
    ]
    return () => {
      for (const stop of stops) stop()
      for (const { timer } of this.typing.values()) clearTimeout(timer)
      this.typing.clear()
      if (this.holeTimer) clearTimeout(this.holeTimer)
      for (const timer of this.wakeTimers) clearTimeout(timer)
      this.wakeTimers.clear()
    }
  }

  /** We are in the room on this connection: get what we missed, send what waits. */
  async entered(): Promise<void> {
    await this.catchUp()
    void this.flush()
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

  async loadOlder(): Promise<void> {
    if (!this.view.hasOlder || this.view.loadingOlder) return
    this.show({ loadingOlder: true })
    try {
      const before = this.history.oldestSeq
      const page = await this.line.request({ type: "chat.history", room: this.room, before })
      this.history.merge(page.messages)
      this.show({ hasOlder: page.has_older, loadingOlder: false })
    } catch {
      this.show({ loadingOlder: false })
    }
  }

  send(text: string, replyTo: Quote | null = null, mentions: readonly Id[] = []): void {
    const at = new Date(this.line.serverNow()).toISOString()
    const message: Outgoing = {
      clientId: newClientId(),
      text,
      replyTo,
      mentions,
      at,
      state: "queued",
      refusal: null,
    }
    this.outgoing = [...this.outgoing, message]
    this.draftText = ""
    this.keep()
    this.show({ newAfter: null })
    void this.flush()
  }

  /** Try a message again that was refused. */
  retry(clientId: Id): void {
    this.change(clientId, { state: "queued", refusal: null })
    void this.flush()
  }

  discard(clientId: Id): void {
    this.outgoing = this.outgoing.filter((one) => one.clientId !== clientId)
    this.keep()
    this.show({})
  }

  edit(message: Id, text: string): Promise<void> {
    return this.alter(message, { text }, () =>
      this.line.request({ type: "chat.edit", room: this.room, message, text }),
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
    if (this.settle([message]) && known) this.forgetTyping(message.author.id)
  }

  private take(page: MessagePage, first: boolean): void {
    const newest = this.history.newestSeq
    if (page.reset) {
      this.history.replace(page.messages, page.change)
      this.cursor.reset(page.change)
    } else this.cursor.reach(page.change)
    for (const id of page.withdrawn) this.history.withdraw(id, page.change)
    this.settle(page.messages, true)
    const readSeq = Math.max(this.view.readSeq, page.read_seq)
    const start = first || page.reset ? { hasOlder: page.has_older } : {}
    const line = first && readSeq > 0 && readSeq < this.history.newestSeq ? { newAfter: readSeq } : {}
    const news = first
      ? 0
      : page.messages.filter((one) => one.seq > newest && one.author.id !== this.me).length
    this.show({ ...start, ...line, phase: "ready", problem: null, readSeq, caughtUp: news })
  }

  /** Merge, and let the optimistic bubbles become the stored messages. */
  private settle(messages: readonly Message[], silent = false): boolean {
    const changed = this.history.merge(messages)
    for (const message of messages) this.overlays.delete(message.id)
    const landed = new Set(messages.filter((one) => one.author.id === this.me).map((one) => one.client_id))
    if (this.outgoing.some((one) => landed.has(one.clientId))) {
      this.outgoing = this.outgoing.filter((one) => !landed.has(one.clientId))
      this.keep()
    }
    if (!silent) this.show({})
    return changed
  }

  /** One after the other, in the order in which they were written. */
  private async flush(): Promise<void> {
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

  private nextQueued(): Outgoing | undefined {
    const next = this.outgoing.find((one) => one.state !== "failed")
    return next?.state === "queued" ? next : undefined
  }

  private async sendOne({ clientId, text, replyTo, mentions }: Outgoing): Promise<void> {
    this.change(clientId, { state: "sending" })
    try {
      const message = await this.line.request({
        type: "chat.send",
        room: this.room,
        client_id: clientId,
        text,
        reply_to: replyTo?.id ?? null,
        mentions: [...mentions],
      })
      this.cursor.advance(message.change)
      this.settle([message])
    } catch (error) {
      if (error instanceof LineLost) this.change(clientId, { state: "queued" })
      else if (error instanceof Refusal) this.refused(clientId, error)
      else throw error
    }
  }

  private refused(clientId: Id, refusal: Refusal): void {
    const wait = Number(refusal.params.retry_after ?? (refusal.code === "storage_away" ? STORAGE_BACK_S : 0))
    if (wait <= 0) {
      this.change(clientId, { state: "failed", refusal })
      return
    }
    this.change(clientId, { state: "waiting", refusal })
    this.wake(wait * 1000, () => this.retry(clientId))
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
    this.wake(250 * (attempt + 1), () => void this.catchUp(attempt + 1).then(() => this.flush()))
  }

  private wake(after: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.wakeTimers.delete(timer)
      work()
    }, after)
    this.wakeTimers.add(timer)
  }

  private noteTyping(user: Id, name: string): void {
    const known = this.typing.get(user)
    if (known) clearTimeout(known.timer)
    this.typing.set(user, { name, timer: setTimeout(() => this.forgetTyping(user), TYPING_FADES_MS) })
    this.show({})
  }

  private forgetTyping(user: Id): void {
    const known = this.typing.get(user)
    if (!known) return
    clearTimeout(known.timer)
    this.typing.delete(user)
    this.show({})
  }

  private change(clientId: Id, patch: Partial<Outgoing>): void {
    this.outgoing = this.outgoing.map((one) => (one.clientId === clientId ? { ...one, ...patch } : one))
    this.keep()
    this.show({})
  }

  private keep(): void {
    this.shelf.save({ outgoing: this.outgoing, draft: this.draftText })
  }

  private show(patch: Partial<ChatView>): void {
    const messages = this.overlays.size
      ? this.history.list.map((one) => ({ ...one, ...this.overlays.get(one.id) }))
      : this.history.list
    const typists = [...this.typing].map(([id, { name }]) => ({ id, name }))
    this.view = { ...this.view, messages, outgoing: this.outgoing, typists, ...patch }
    for (const listener of [...this.subscribers]) listener()
  }
}
