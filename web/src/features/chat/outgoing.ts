import type { Id, MaterialPreview, Quote, Refusal } from "../../live"

/** `queued → sending → (stored)`; back to `queued` when the line is lost; `waiting` when told to slow down; `failed`. */
export type OutgoingState = "queued" | "sending" | "waiting" | "failed"

/** A message on its way. Its `clientId` stays the same in every try, so that it lands once. */
export interface Outgoing {
  readonly clientId: Id
  readonly text: string
  readonly replyTo: Quote | null
  readonly mentions: readonly Id[]
  readonly material: MaterialPreview | null
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

/** Kept over a reload: what was not sent yet in this tab, the draft on this device. */
export interface Kept {
  outgoing: readonly Outgoing[]
  draft: string
}

export interface Shelf {
  load(): Kept
  save(kept: Kept): void
}

/** Begins the names of all drafts; signing out takes them from the device (`features/account`). */
export const DRAFTS = "twinspace.draft."

/** Of one person in one room: computers at school are shared. */
export function shelfOf(
  room: Id,
  me: Id,
  tab: Storage = sessionStorage,
  device: Storage = localStorage,
): Shelf {
  const unsent = `twinspace.chat.${me}.${room}`
  const draft = `${DRAFTS}${me}.${room}`
  const put = (storage: Storage, key: string, text: string) => {
    try {
      if (text) storage.setItem(key, text)
      else storage.removeItem(key)
    } catch {
      // A full or forbidden store costs the draft at a reload, nothing else.
    }
  }
  return {
    load() {
      try {
        const kept = JSON.parse(tab.getItem(unsent) ?? "[]") as readonly Outgoing[]
        const outgoing = kept.map((one) => ({ ...one, state: "queued" as const, refusal: null }))
        return { outgoing, draft: device.getItem(draft) ?? "" }
      } catch {
        return { outgoing: [], draft: "" }
      }
    },
    save(kept) {
      put(tab, unsent, kept.outgoing.length > 0 ? JSON.stringify(kept.outgoing) : "")
      put(device, draft, kept.draft)
    },
  }
}
