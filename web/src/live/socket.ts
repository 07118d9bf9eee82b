import { LineLost, Refusal } from "./refusal"
import type { Answer, Request, Results, Update, Welcome } from "./wire"

export const PROTOCOL = "twinspace.1"

/** Close codes that end the line for good; every other close is followed by a new connection. */
const CLOSED_FOR_GOOD: Record<number, LineState> = {
  4001: "other_protocol",
  4003: "signed_out",
  4009: "replaced",
}

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 15_000
const ANSWER_WITHIN_MS = 15_000

/**
 * `idle → connecting → open → waiting → connecting …`; `offline` while the device has no network;
 * `signed_out`, `other_protocol` and `replaced` are ends.
 */
export type LineState =
  | "idle"
  | "connecting"
  | "open"
  | "waiting"
  | "offline"
  | "signed_out"
  | "other_protocol"
  | "replaced"

/** A frame as the caller writes it: the line adds `ref`. */
export type Asked = Request extends infer R ? (R extends Request ? Omit<R, "ref"> : never) : never
export type Told<T extends Update["type"]> = Extract<Update, { type: T }>

type Listener<T> = (value: T) => void

interface Pending {
  resolve: (result: never) => void
  reject: (error: Error) => void
  timer: ReturnType<typeof setTimeout>
}

/** What the device says about its network. */
export interface Network {
  addEventListener(type: "online" | "offline", listener: () => void): void
  removeEventListener(type: "online" | "offline", listener: () => void): void
  readonly onLine: boolean
}

export interface LineOptions {
  url: string
  /** Tests hand in a fake. */
  open?: (url: string, protocol: string) => WebSocket
  random?: () => number
  /** Asked after a refused handshake: the browser does not tell a 401 from a dead server. */
  stillSignedIn?: () => Promise<boolean>
  network?: Network
}

/**
 * The one line to the server: it connects, comes back by itself, matches answers to requests and hands out updates.
 *
 * It keeps nothing about rooms: whoever needs a room asks for it in `onOpen`, which runs on each new connection.
 */
export class Line {
  private socket: WebSocket | null = null
  private current: LineState = "idle"
  private lastRef = 0
  private failures = 0
  private retry: ReturnType<typeof setTimeout> | null = null
  private readonly pending = new Map<number, Pending>()
  private readonly listeners = new Map<string, Set<Listener<never>>>()
  private readonly stateListeners = new Set<Listener<LineState>>()
  private readonly openListeners = new Set<() => void>()
  /** Who the server says we are on this connection. */
  welcome: Welcome | null = null
  /** Server clock minus ours, in milliseconds. */
  clockSkew = 0

  constructor(private readonly options: LineOptions) {}

  get state(): LineState {
    return this.current
  }

  /** The time now, as the server's clock has it. */
  serverNow(): number {
    return Date.now() + this.clockSkew
  }

  start(): void {
    if (this.current !== "idle") return
    this.options.network?.addEventListener("online", this.networkCame)
    this.options.network?.addEventListener("offline", this.networkWent)
    this.connect()
  }

  stop(): void {
    this.options.network?.removeEventListener("online", this.networkCame)
    this.options.network?.removeEventListener("offline", this.networkWent)
    this.drop()
    this.failures = 0
    this.move("idle")
  }

  /** Do not wait for the next attempt: somebody pressed "Try now". */
  tryNow(): void {
    if (this.current === "waiting" || this.current === "offline" || this.current === "replaced")
      this.connect()
  }

  onState(listener: Listener<LineState>): () => void {
    this.stateListeners.add(listener)
    return () => this.stateListeners.delete(listener)
  }

  /** Runs on each new connection, and at once when the line is open already. */
  onOpen(listener: () => void): () => void {
    this.openListeners.add(listener)
    if (this.current === "open") listener()
    return () => this.openListeners.delete(listener)
  }

  on<T extends Update["type"]>(type: T, listener: Listener<Told<T>>): () => void {
    const set = this.listeners.get(type) ?? new Set()
    this.listeners.set(type, set.add(listener as Listener<never>))
    return () => set.delete(listener as Listener<never>)
  }

  /** Send a request; the promise holds what `done` carries, or fails with Refusal or LineLost. */
  request<F extends Asked>(frame: F): Promise<Results[F["type"]]> {
    const socket = this.socket
    if (this.current !== "open" || !socket) return Promise.reject(new LineLost())
    const ref = ++this.lastRef
    return new Promise<Results[F["type"]]>((resolve, reject) => {
      const timer = setTimeout(() => this.lineIsDead(socket), ANSWER_WITHIN_MS)
      this.pending.set(ref, { resolve: resolve as (result: never) => void, reject, timer })
      socket.send(JSON.stringify({ ...frame, ref }))
    })
  }

  /** Send without caring for the answer: typing, read marks, leaving. */
  tell(frame: Asked): void {
    this.request(frame).catch(() => undefined)
  }

  private connect(): void {
    this.drop()
    if (this.options.network?.onLine === false) {
      this.move("offline")
      return
    }
    this.move("connecting")
    const open = this.options.open ?? ((url, protocol) => new WebSocket(url, protocol))
    const socket = open(this.options.url, PROTOCOL)
    this.socket = socket
    let welcomed = false
    socket.onmessage = (event) => {
      if (this.socket !== socket) return
      const frame = JSON.parse(event.data as string) as Update | Answer
      if (frame.type === "welcome") {
        welcomed = true
        this.greet(frame)
      } else if (frame.type === "done" || frame.type === "refused") this.answer(frame)
      else this.hand(frame)
    }
    socket.onclose = (event) => {
      if (this.socket === socket) void this.lost(event.code, welcomed)
    }
  }

  private greet(welcome: Welcome): void {
    this.welcome = welcome
    this.clockSkew = Date.parse(welcome.server_time) - Date.now()
    this.failures = 0
    this.move("open")
    for (const listener of [...this.openListeners]) listener()
  }

  private answer(frame: Answer): void {
    const pending = this.pending.get(frame.ref)
    if (!pending) return
    this.pending.delete(frame.ref)
    clearTimeout(pending.timer)
    if (frame.type === "done") pending.resolve(frame.result as never)
    else pending.reject(new Refusal(frame.code, frame.text, frame.params))
  }

  private hand(frame: Update): void {
    for (const listener of [...(this.listeners.get(frame.type) ?? [])]) listener(frame as never)
  }

  private async lost(code: number, welcomed: boolean): Promise<void> {
    this.drop()
    const end = CLOSED_FOR_GOOD[code]
    if (end) {
      this.move(end)
      return
    }
    this.wait()
    if (welcomed || !this.options.stillSignedIn) return
    if (!(await this.options.stillSignedIn()) && this.current === "waiting") {
      this.drop()
      this.move("signed_out")
    }
  }

  /** Half to all of a wait that doubles: a class that lost its line together does not come back together. */
  private wait(): void {
    const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.failures++)
    const random = this.options.random ?? Math.random
    this.move("waiting")
    this.retry = setTimeout(() => this.connect(), longest * (0.5 + random() / 2))
  }

  private lineIsDead(socket: WebSocket): void {
    if (this.socket !== socket) return
    this.drop()
    this.wait()
  }

  /** Forget the connection: whatever was asked on it stays without an answer. */
  private drop(): void {
    if (this.retry) clearTimeout(this.retry)
    this.retry = null
    const socket = this.socket
    this.socket = null
    this.welcome = null
    if (socket && socket.readyState < WebSocket.CLOSING) socket.close()
    const pending = [...this.pending.values()]
    this.pending.clear()
    for (const { timer, reject } of pending) {
      clearTimeout(timer)
      reject(new LineLost())
    }
  }

  private readonly networkCame = (): void => {
    if (this.current === "offline" || this.current === "waiting") this.connect()
  }

  private readonly networkWent = (): void => {
    if (this.current !== "open" && this.current !== "connecting" && this.current !== "waiting") return
    this.drop()
    this.move("offline")
  }

  private move(state: LineState): void {
    if (state === this.current) return
    this.current = state
    for (const listener of [...this.stateListeners]) listener(state)
  }
}
