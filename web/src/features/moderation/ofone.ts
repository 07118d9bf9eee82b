import type { Id, Message } from "../../live"

export interface OfOne {
  /** Those that wait for somebody who decides. */
  held: Message[]
  /** Those that everybody reads. */
  read: Message[]
}

/** Of what is in sight: all that one pupil has written, but for what only waits for its end. */
export function ofOne(messages: readonly Message[], pupil: Id, isGoing: (message: Id) => boolean): OfOne {
  const theirs = messages.filter((one) => one.author.id === pupil && !isGoing(one.id))
  return {
    held: theirs.filter((one) => one.state === "held"),
    read: theirs.filter((one) => one.state === "visible"),
  }
}
