import type { Hours, RoomRules } from "../../live"

/** Why pupils, or this one, may not write in a room now. */
export type Silence =
  | { kind: "muted"; until: string | null }
  | { kind: "teachers" }
  | { kind: "hours"; hours: Hours }

/** As the server decides it: `now` an instant in milliseconds, `clock` what the pupil's clock shows, as 07:05. */
export function silenceOf({ rules, muted }: RoomRules, now: number, clock: string): Silence | null {
  const own = muted.find(({ until }) => until === null || Date.parse(until) > now)
  if (own) return { kind: "muted", until: own.until }
  if (!rules.pupils_can_write) return { kind: "teachers" }
  if (rules.hours && !isWithin(rules.hours, clock)) return { kind: "hours", hours: rules.hours }
  return null
}

/** Hours may pass midnight. */
function isWithin({ opens, closes }: Hours, clock: string): boolean {
  return opens <= closes ? opens <= clock && clock < closes : clock >= opens || clock < closes
}
