import { useCallback, useState } from "react"
import { line, type Message } from "../../live"
import type { ChatView } from "./store"
import type { Inside } from "./useChatroom"

export const EDIT_WITHIN_MS = 15 * 60_000

/** What the composer is doing: a new message, an answer to one, or another text for one's own. */
export interface Writing {
  replyTo: Message | null
  editing: Message | null
  reply: (message: Message) => void
  edit: (message: Message) => void
  editLast: () => boolean
  /** Back to a new message; the draft stays. */
  stop: () => void
  mayEdit: (message: Message) => boolean
}

export function useWriting(view: ChatView, inside: Inside): Writing {
  const [replyTo, setReplyTo] = useState<Message | null>(null)
  const [editing, setEditing] = useState<Message | null>(null)
  const me = inside.you.id
  const mayEdit = useCallback(
    (message: Message) =>
      message.author.id === me &&
      message.state !== "deleted" &&
      (message.state === "held" || line.serverNow() - Date.parse(message.created_at) < EDIT_WITHIN_MS),
    [me],
  )
  const reply = useCallback((message: Message) => {
    setEditing(null)
    setReplyTo(message)
  }, [])
  const edit = useCallback((message: Message) => {
    setReplyTo(null)
    setEditing(message)
  }, [])
  const stop = useCallback(() => {
    setReplyTo(null)
    setEditing(null)
  }, [])
  const editLast = useCallback(() => {
    const last = view.messages.findLast((one) => one.author.id === me && one.state !== "deleted")
    if (!last || !mayEdit(last)) return false
    edit(last)
    return true
  }, [view.messages, me, mayEdit, edit])
  return { replyTo, editing, reply, edit, editLast, stop, mayEdit }
}
