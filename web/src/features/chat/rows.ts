import type { Message } from "../../live"
import { wall } from "../../ui/time"
import type { Outgoing } from "./outgoing"

export const GROUP_WITHIN_MS = 3 * 60_000

/** What the log shows, from top to bottom. */
export type Row =
  | { kind: "day"; key: string; date: string; at: string; expiresAt: string }
  | { kind: "new"; key: "new"; since: string | null }
  | { kind: "message"; key: string; message: Message; headed: boolean }
  | { kind: "outgoing"; key: string; outgoing: Outgoing; headed: boolean }

export interface RowsOf {
  messages: readonly Message[]
  outgoing: readonly Outgoing[]
  newAfter: number | null
  me: string
  zone: string
}

/** Days, the "new since" line, and messages; within 3 minutes of the same person the head is dropped. */
export function rowsOf({ messages, outgoing, newAfter, me, zone }: RowsOf): Row[] {
  const rows: Row[] = []
  let day = ""
  let before: { author: string; at: string } | null = null
  let lineDrawn = newAfter === null
  let lastRead: string | null = null
  for (const message of messages) {
    const date = wall(message.created_at, zone).date
    if (date !== day) {
      rows.push({ kind: "day", key: date, date, at: message.created_at, expiresAt: message.expires_at })
      before = null
      day = date
    }
    if (!lineDrawn && newAfter !== null && message.seq > newAfter && message.author.id !== me) {
      rows.push({ kind: "new", key: "new", since: lastRead })
      before = null
      lineDrawn = true
    }
    const headed = !continues(before, message.author.id, message.created_at) || message.reply_to !== null
    // The key is the sender's, so that the optimistic bubble and the stored message are one element.
    rows.push({ kind: "message", key: `${message.author.id} ${message.client_id}`, message, headed })
    before = { author: message.author.id, at: message.created_at }
    lastRead = message.created_at
  }
  for (const one of outgoing) {
    const headed = !continues(before, me, one.at) || one.replyTo !== null
    rows.push({ kind: "outgoing", key: `${me} ${one.clientId}`, outgoing: one, headed })
    before = { author: me, at: one.at }
  }
  return rows
}

function continues(before: { author: string; at: string } | null, author: string, at: string): boolean {
  if (!before || before.author !== author) return false
  return Date.parse(at) - Date.parse(before.at) < GROUP_WITHIN_MS
}
