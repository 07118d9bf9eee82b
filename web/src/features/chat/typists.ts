import type { Id } from "../../live"

export interface Typist {
  id: Id
  name: string
}

const TYPING_FADES_MS = 6000

/** Who is writing now; each fades by itself. */
export class Typists {
  private readonly known = new Map<Id, { name: string; timer: ReturnType<typeof setTimeout> }>()

  constructor(private readonly changed: () => void) {}

  get list(): Typist[] {
    return [...this.known].map(([id, { name }]) => ({ id, name }))
  }

  note(user: Id, name: string): void {
    clearTimeout(this.known.get(user)?.timer)
    this.known.set(user, { name, timer: setTimeout(() => this.forget(user), TYPING_FADES_MS) })
    this.changed()
  }

  forget(user: Id): void {
    const found = this.known.get(user)
    if (!found) return
    clearTimeout(found.timer)
    this.known.delete(user)
    this.changed()
  }

  stop(): void {
    for (const { timer } of this.known.values()) clearTimeout(timer)
    this.known.clear()
  }
}
