import type { Id, Quote, Refusal } from "../../live"

/** `queued → sending → (stored)`; back to `queued` when the line is lost; `waiting` when told to slow down; `failed`. */
export type OutgoingState = "queued" | "sending" | "waiting" | "failed"

/** A message on its way. Its `clientId` stays the same in every try, so that it lands once. */
export interface Outgoing {
  readonly clientId: Id
  readonly text: string
  readonly replyTo: Quote | null
  readonly mentions: readonly Id[]
  readonly at: string
  readonly state: OutgoingState
  readonly refusal: Refusal | null
}

/** A UUID, also where the browser gives `randomUUID` to secure pages only. */
export function newClientId(): Id {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-")
}

/** Kept for this tab, so that a reload loses neither the draft nor what was not sent yet. */
export interface Kept {
  outgoing: readonly Outgoing[]
  draft: string
}

export interface Shelf {
  load(): Kept
  save(kept: Kept): void
}

export function tabShelf(room: Id, storage: Storage = sessionStorage): Shelf {
  const key = `twinspace.chat.${room}`
  return {
    load() {
      try {
        const kept = JSON.parse(storage.getItem(key) ?? "null") as Kept | null
        const outgoing = (kept?.outgoing ?? []).map((one) => ({
          ...one,
          state: "queued" as const,
          refusal: null,
        }))
        return { outgoing, draft: kept?.draft ?? "" }
      } catch {
        return { outgoing: [], draft: "" }
      }
    },
    save(kept) {
      try {
        if (kept.draft || kept.outgoing.length > 0) storage.setItem(key, JSON.stringify(kept))
        else storage.removeItem(key)
      } catch {
        // A full or forbidden store costs the draft at a reload, nothing else.
      }
    },
  }
}
