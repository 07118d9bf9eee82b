import { type Id, line, type Message, Refusal } from "../../live"
import { TOAST_MS } from "../../ui/toasts"
import { approve, hold, remove } from "./api"

/** By which its end is called off. */
const soon = new Map<Id, AbortController>()

/** What is to be deleted, as it is held until then. */
export interface Removing {
  held: Message
  /** Whether everybody read it before. */
  wasRead: boolean
}

/** Nobody reads it from this moment on; it is gone for good a little later than the words that offer to undo it. Whoever
 * closes the page meanwhile leaves it held: then a teacher decides. */
export async function removeSoon(message: Message, onRefused: (error: unknown) => void): Promise<Removing> {
  const { room, id, state } = message
  const wasRead = state === "visible"
  const going = new AbortController()
  soon.set(id, going)
  try {
    const held = wasRead ? await hold(room, id) : message
    // Somebody may have been quicker than the answer.
    if (going.signal.aborted) throw decidedAlready()
    const end = setTimeout(() => {
      spare(id)
      remove(room, id).catch(onRefused)
    }, TOAST_MS + 500)
    // Who reads it meanwhile and lets everybody read it has decided later.
    const stop = line.on("chat.released", (told) => {
      if (told.message.id === id && told.message.change > held.change) spare(id)
    })
    going.signal.addEventListener("abort", () => {
      clearTimeout(end)
      stop()
    })
    return { held, wasRead }
  } catch (error) {
    soon.delete(id)
    throw error
  }
}

/** Whether it only waits for its end. */
export const isGoing = (message: Id): boolean => soon.has(message)

/** It stays, whatever is decided about it now. */
export function spare(message: Id): void {
  soon.get(message)?.abort()
  soon.delete(message)
}

/** It stays, and is read again where everybody read it before. */
export async function keep({ held, wasRead }: Removing): Promise<void> {
  if (!isGoing(held.id)) throw decidedAlready()
  spare(held.id)
  if (wasRead) await approve(held)
}

const decidedAlready = () => new Refusal("decided_already", "Something else was decided about it meanwhile.")
