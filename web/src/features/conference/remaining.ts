import { plural } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import type { ConferenceSummary } from "../../live"
import { minutesLeft } from "./view"

type Times = Pick<ConferenceSummary, "starts_at" | "ends_at" | "closes_at" | "duration_min">

/** What the clock counts down to, in how many minutes, and of how many. */
export interface Remaining {
  until: "start" | "end" | "closing"
  minutes: number
  of: number
}

/** Until the start, then until the planned end, then until the room of an event closes (D-19). */
export function remaining({ starts_at, ends_at, closes_at, duration_min }: Times, now: number): Remaining {
  const toStart = minutesLeft(starts_at, now)
  if (toStart > 0) return { until: "start", minutes: toStart, of: 60 }
  const toEnd = minutesLeft(ends_at, now)
  if (toEnd > 0 || closes_at === ends_at) return { until: "end", minutes: toEnd, of: duration_min }
  const after = minutesLeft(closes_at, Date.parse(ends_at))
  return { until: "closing", minutes: minutesLeft(closes_at, now), of: after }
}

/** The same in words. */
export function useRemainingWords({ until, minutes }: Remaining): string {
  const { t } = useLingui()
  switch (until) {
    case "start":
      return t`${plural(minutes, { one: "Starts in # minute", other: "Starts in # minutes" })}`
    case "end":
      return t`${plural(minutes, { one: "# minute left", other: "# minutes left" })}`
    case "closing":
      return t`${plural(minutes, { one: "The room closes in # minute", other: "The room closes in # minutes" })}`
  }
}
