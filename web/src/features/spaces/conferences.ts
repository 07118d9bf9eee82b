import type { ConferenceSummary } from "../../live"

const OVER = new Set(["ended", "cancelled", "expired"])

export const isOver = (conference: Pick<ConferenceSummary, "state">) => OVER.has(conference.state)

export const isRunning = (conference: Pick<ConferenceSummary, "state">) => conference.state === "live"

/** The one to point at: what runs now, else what comes first. */
export function nextOf(conferences: readonly ConferenceSummary[]): ConferenceSummary | null {
  const coming = conferences
    .filter((one) => !isOver(one))
    .sort((a, b) => a.starts_at.localeCompare(b.starts_at))
  return coming.find(isRunning) ?? coming[0] ?? null
}

/** Coming ones first and soonest first, then what is over, latest first. */
export function inOrder(conferences: readonly ConferenceSummary[]): ConferenceSummary[] {
  const coming = conferences
    .filter((one) => !isOver(one))
    .sort((a, b) => a.starts_at.localeCompare(b.starts_at))
  const over = conferences.filter(isOver).sort((a, b) => b.starts_at.localeCompare(a.starts_at))
  return [...coming, ...over]
}

export interface Countdown {
  /** Time until the start, or until the end of a running one. */
  until: "start" | "end"
  minutes: number
  fraction: number
}

const HOUR_MS = 3_600_000

/** What the ring shows: the last hour before the start, then what is left of the conference. */
export function countdown(conference: ConferenceSummary, now: number): Countdown {
  const start = Date.parse(conference.starts_at)
  const end = Date.parse(conference.ends_at)
  if (now >= start) {
    const left = Math.max(0, end - now)
    return { until: "end", minutes: Math.ceil(left / 60_000), fraction: left / (end - start) }
  }
  const left = start - now
  return { until: "start", minutes: Math.ceil(left / 60_000), fraction: Math.min(1, left / HOUR_MS) }
}
