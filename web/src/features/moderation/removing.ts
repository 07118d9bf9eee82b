import type { Id, Message } from "../../live"
import { TOAST_MS } from "../../ui/toasts"
import { approve, hold, remove } from "./api"

const soon = new Map<Id, ReturnType<typeof setTimeout>>()

/** What is to be deleted, and the message as it is held until then; null where it was held before. */
export interface Removing {
  id: Id
  held: Message | null
}

/** Nobody reads it from this moment on; it is gone for good a little later than the words that offer to undo it. Whoever
 * closes the page meanwhile leaves it held: then a teacher decides. */
export async function removeSoon(message: Message, onRefused: (error: unknown) => void): Promise<Removing> {
  const { room, id } = message
  if (soon.has(id)) return { id, held: null }
  const held = message.state === "held" ? null : await hold(room, id)
  soon.set(
    id,
    setTimeout(() => {
      soon.delete(id)
      remove(room, id).catch(onRefused)
    }, TOAST_MS + 500),
  )
  return { id, held }
}

/** Whether it only waits for its end. */
export const isGoing = (message: Id): boolean => soon.has(message)

/** It stays, and is read again where everybody read it before. */
export async function keep({ id, held }: Removing): Promise<void> {
  clearTimeout(soon.get(id))
  soon.delete(id)
  if (held) await approve(held)
}
