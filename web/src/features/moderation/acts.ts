import type { Message, WallRoom } from "../../live"

/** A key, and the button beside it: approve, hold, delete, mute, write to the pupil, keep evidence, pause the room. */
export type Act = "a" | "h" | "d" | "m" | "w" | "e" | "l"

export interface Chosen {
  message: Message
  /** Its author may not write in this room now: another mute would cut the one that somebody else has set. */
  isMuted: boolean
  /** It waits for nothing but its end. */
  isGoing: boolean
}

/** What changes something now. The rest is not offered, so that to undo it cannot undo what somebody else has done. */
export function offered(
  { conference, state }: Pick<WallRoom, "conference" | "state">,
  chosen: Chosen | null,
): ReadonlySet<Act> {
  // Beside a stage whoever leads the conference decides who writes.
  const acts = new Set<Act>(conference || state === "read_only" ? [] : ["l"])
  if (!chosen || chosen.message.state === "deleted") return acts
  const { message, isMuted, isGoing } = chosen
  acts.add(message.state === "held" ? "a" : "h").add("e")
  if (!isGoing) acts.add("d")
  if (message.author.kind !== "pupil") return acts
  acts.add("w")
  if (!isMuted && !conference) acts.add("m")
  return acts
}
