import type { Participant, SchoolTalk } from "../../live"

export interface TalkShare extends SchoolTalk {
  /** Of all that was said, 0 to 1. */
  share: number
}

/** With every school that is inside: one that has said nothing yet is the one to see. */
export function withQuietSchools(
  talk: readonly SchoolTalk[],
  participants: readonly Pick<Participant, "person">[],
): SchoolTalk[] {
  const all = new Map(talk.map((one) => [one.school, one]))
  for (const { school, country } of participants.map(({ person }) => person))
    if (!all.has(school)) all.set(school, { school, country, seconds: 0 })
  return [...all.values()]
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
