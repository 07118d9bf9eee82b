import type { SchoolTalk } from "../../live"

export interface TalkShare extends SchoolTalk {
  /** Of all that was said, 0 to 1. */
  share: number
}

/** Talk time by school, the most talkative first, and each one's share of the whole. */
export function talkShares(talk: readonly SchoolTalk[]): TalkShare[] {
  const whole = talk.reduce((sum, { seconds }) => sum + seconds, 0)
  return [...talk]
    .sort((a, b) => b.seconds - a.seconds || (a.school ?? "").localeCompare(b.school ?? ""))
    .map((one) => ({ ...one, share: whole === 0 ? 0 : one.seconds / whole }))
}

/** `0:05`, `12:40`: minutes and seconds of speaking. */
export function talkClock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`
}
