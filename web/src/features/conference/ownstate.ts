import type { Source } from "../../live"
import { leads, type View, whyNotPublish } from "./view"

/** What one must know of oneself: each has words of its own (`OwnState.tsx`). */
export type OwnState =
  | "paused"
  | "no_teacher"
  | "no_school_teacher"
  | "held_microphone"
  | "held_camera"
  | "held_screen"
  | "held_chat"
  | "locked_microphone"
  | "locked_camera"

const SOURCES: readonly Source[] = ["microphone", "camera", "screen"]

/** Reasons that stop everything at once: beside them the smaller ones are not worth a word. */
const WHOLE = ["paused", "no_teacher", "no_school_teacher"] as const

/** Why one's own things are off, the most important first; nothing for those who lead. */
export function ownStates(view: View): OwnState[] {
  if (view.phase !== "inside" || leads(view)) return []
  const codes = new Set([...SOURCES.map((source) => whyNotPublish(view, source)), view.seat?.chat_closed])
  const whole = WHOLE.find((code) => codes.has(code))
  if (whole) return [whole]
  if (view.paused) return ["paused"]
  return [...held(view), ...locked(view)]
}

/** A hold of which one was told a moment ago has its own notice, with the name of who did it. */
function held(view: View): OwnState[] {
  const told = view.muted?.held ? view.muted.source : null
  const states: OwnState[] = SOURCES.filter(
    (source) => source !== told && whyNotPublish(view, source) === "held",
  ).map((source) => `held_${source}` as const)
  return view.seat?.chat_closed === "held" ? [...states, "held_chat"] : states
}

/** One notice for the largest lock; a locked screen is how conferences begin and needs none. */
function locked(view: View): OwnState[] {
  if (whyNotPublish(view, "microphone") === "locked") return ["locked_microphone"]
  return whyNotPublish(view, "camera") === "locked" ? ["locked_camera"] : []
}

/** Codes for which a button of the bar is out of reach: a notice above the stage says why. */
const OUT_OF_REACH = new Set<string>(["held", "locked", ...WHOLE])

export function outOfReach(view: Pick<View, "seat">, source: Source): boolean {
  return OUT_OF_REACH.has(whyNotPublish(view, source) ?? "")
}
