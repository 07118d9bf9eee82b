import type { Answer, Update } from "./wire"

/** A server in the test: it remembers what it was sent and says what the test tells it to. */
export class FakeServer {
  readonly sockets: FakeSocket[] = []

  open = (url: string, protocol: string): WebSocket => {
    const socket = new FakeSocket(url, protocol)
    this.sockets.push(socket)
    return socket as unknown as WebSocket
  }

  get last(): FakeSocket {
    const socket = this.sockets.at(-1)
    if (!socket) throw new Error("nobody has connected")
    return socket
  }
}

export class FakeSocket {
  readyState = 0
  onmessage: ((event: { data: string }) => void) | null = null
  onclose: ((event: { code: number }) => void) | null = null
  readonly sent: { type: string; ref: number; [field: string]: unknown }[] = []

  constructor(
    readonly url: string,
    readonly protocol: string,
  ) {}

  send(text: string): void {
    this.sent.push(JSON.parse(text))
  }

  close(): void {
    this.readyState = 3
  }

  /** What was asked last of this type. */
  asked(type: string) {
    const found = this.sent.findLast((frame) => frame.type === type)
    if (!found) throw new Error(`nobody asked ${type}`)
    return found
  }

  say(frame: Update | Answer): void {
    this.onmessage?.({ data: JSON.stringify(frame) })
  }

  answer(type: string, result: unknown): void {
    this.say({ type: "done", ref: this.asked(type).ref, result })
  }

  refuse(type: string, code: string, params: Record<string, string | number> = {}): void {
    this.say({ type: "refused", ref: this.asked(type).ref, code, text: code, params })
  }

  welcome(serverTime = new Date().toISOString()): void {
    this.readyState = 1
    this.say({ type: "welcome", connection: "c", user: "u", server_time: serverTime })
  }

  drop(code: number): void {
    this.readyState = 3
    this.onclose?.({ code })
  }
}
