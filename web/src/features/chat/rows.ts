import type { Message } from "../../live"
import { wall } from "../../ui/time"
import type { Outgoing } from "./outgoing"
import type { Gap } from "./stretches"

export const GROUP_WITHIN_MS = 3 * 60_000

/** One day of the log: its pill stays in view while one is in it. */
export interface Day {
  date: string
  at: string
  /** When the first of its messages is deleted; null while none is stored. */
  expiresAt: string | null
  rows: Row[]
}

/** What a day shows, from top to bottom. */
export type Row =
  | { kind: "new"; key: "new"; since: string | null }
  | { kind: "gap"; key: string; gap: Gap }
  | { kind: "message"; key: string; message: Message; headed: boolean }
  | { kind: "outgoing"; key: string; outgoing: Outgoing; headed: boolean }

export interface RowsOf {
  messages: readonly Message[]
  outgoing: readonly Outgoing[]
  gaps?: readonly Gap[]
  newAfter: number | null
  me: string
  zone: string
}

/** Days, the "new since" line, and messages; within 3 minutes of the same person the head is dropped. */
export function daysOf({ messages, outgoing, gaps = [], newAfter, me, zone }: RowsOf): Day[] {
  const days: Day[] = []
  let before: { author: string; at: string } | null = null
  let lineDrawn = newAfter === null
  let lastRead: string | null = null
  let lastSeq = 0
  const dayAt = (at: string, expiresAt: string | null): Day => {
    const { date } = wall(at, zone)
    const current = days.at(-1)
    if (current && (current.date === date || expiresAt === null)) return current
    const next = { date, at, expiresAt, rows: [] }
    days.push(next)
    before = null
    return next
  }
  for (const message of messages) {
    const day = dayAt(message.created_at, message.expires_at)
    const gap = gaps.find(({ after, before }) => lastSeq <= after && message.seq >= before)
    if (gap && lastSeq > 0) {
      day.rows.push({ kind: "gap", key: `gap ${gap.after} ${gap.before}`, gap })
      before = null
    }
    lastSeq = message.seq
    if (!lineDrawn && newAfter !== null && message.seq > newAfter && message.author.id !== me) {
      day.rows.push({ kind: "new", key: "new", since: lastRead })
      before = null
      lineDrawn = true
    }
    const headed = !continues(before, message.author.id, message.created_at) || message.reply_to !== null
    // The key is the sender's, so that the optimistic bubble and the stored message are one element.
    day.rows.push({ kind: "message", key: `${message.author.id} ${message.client_id}`, message, headed })
    before = { author: message.author.id, at: message.created_at }
    lastRead = message.created_at
  }
  for (const one of outgoing) {
    const day = dayAt(one.at, null)
    const headed = !continues(before, me, one.at) || one.replyTo !== null
    day.rows.push({ kind: "outgoing", key: `${me} ${one.clientId}`, outgoing: one, headed })
    before = { author: me, at: one.at }
  }
  return days
}

function continues(before: { author: string; at: string } | null, author: string, at: string): boolean {
  if (!before || before.author !== author) return false
  return Date.parse(at) - Date.parse(before.at) < GROUP_WITHIN_MS
}
