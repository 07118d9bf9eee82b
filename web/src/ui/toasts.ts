export interface Toast {
  id: number
  text: string
  kind: "plain" | "bad"
  action: { label: string; run: () => void } | null
}

export const TOAST_MS = 8000

/** Short words that come and go: each stays 8 seconds or until it is put away, and offers one thing to do. */
export class Toasts {
  private list: readonly Toast[] = []
  private lastId = 0
  private readonly timers = new Map<number, ReturnType<typeof setTimeout>>()
  private readonly subscribers = new Set<() => void>()

  subscribe = (listener: () => void): (() => void) => {
    this.subscribers.add(listener)
    return () => this.subscribers.delete(listener)
  }

  read = (): readonly Toast[] => this.list

  say(text: string, options: Partial<Pick<Toast, "kind" | "action">> = {}): number {
    const toast: Toast = {
      id: ++this.lastId,
      text,
      kind: options.kind ?? "plain",
      action: options.action ?? null,
    }
    this.show([...this.list.slice(-2), toast])
    this.go(toast.id)
    return toast.id
  }

  dismiss(id: number): void {
    this.hold(id)
    this.show(this.list.filter((toast) => toast.id !== id))
  }

  /** Does what the newest one offers: for a key, where reaching its button would take many. */
  act(): void {
    const newest = this.list.findLast((toast) => toast.action)
    if (!newest) return
    this.dismiss(newest.id)
    newest.action?.run()
  }

  /** The pointer or the focus is on it: it stays. */
  hold(id: number): void {
    clearTimeout(this.timers.get(id))
    this.timers.delete(id)
  }

  go(id: number): void {
    this.hold(id)
    this.timers.set(
      id,
      setTimeout(() => this.dismiss(id), TOAST_MS),
    )
  }

  private show(list: readonly Toast[]): void {
    this.list = list
    for (const listener of [...this.subscribers]) listener()
  }
}

export const toasts = new Toasts()
