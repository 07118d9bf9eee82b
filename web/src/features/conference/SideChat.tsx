import { useLingui } from "@lingui/react/macro"
import { type ComponentType, useEffect, useMemo, useRef, useState } from "react"
import { Button as AriaButton } from "react-aria-components/Button"
import { type Charge, type Id, line, type Message, type Person } from "../../live"
import { Avatar, classes, Icon, IconButton } from "../../ui"
import { useHere, useView } from "./context"
import styles from "./sidechat.module.css"

/** The chat as the page gives it: features do not know each other's insides. */
export type ChatFace = ComponentType<{ room: Id; inside: ChatInside; compact?: boolean }>

/** What the chat must know of the room that the conference has entered. */
export interface ChatInside extends Charge {
  you: Person
  people: readonly Person[]
  state: "open"
  /** Why one may not write now though one may otherwise, as a code of the server; null while one may. */
  closed: string | null
}

export interface SideChatProps {
  face: ChatFace
  room: Id
  open: boolean
  onOpen: (open: boolean) => void
  onNews: () => void
}

/** The chat beside the stage. Closed, it still listens, and on a phone its last line peeks out above the bar. */
export function SideChat({ face: Chat, room, open, onOpen, onNews }: SideChatProps) {
  const { t } = useLingui()
  const last = useNews(room, open, onNews)
  const inside = useInside()
  return (
    <>
      <aside className={classes(styles.side, !open && styles.closed)} aria-label={t`Chat`}>
        <header>
          <h2>{t`Chat`}</h2>
          <IconButton icon="x" label={t`Close the chat`} onPress={() => onOpen(false)} />
        </header>
        <Chat room={room} inside={inside} compact />
      </aside>
      {!open && last && (
        <AriaButton className={styles.peek ?? ""} onPress={() => onOpen(true)}>
          <Avatar person={last.author} size="xs" />
          <span className={styles.line}>
            <b>
              <bdi>{last.author.name}</bdi>
            </b>{" "}
            <bdi>{last.text}</bdi>
          </span>
          <Icon name="caret-down" className={styles.caret} />
        </AriaButton>
      )}
    </>
  )
}

function useInside(): ChatInside {
  const { you } = useHere()
  const { participants, seat, administers, answersFor } = useView()
  return useMemo(() => {
    const people = participants.map(({ person }) => person)
    const charge = { may: seat?.may ?? [], administers, answers_for: answersFor }
    return { you, people, ...charge, state: "open", closed: seat?.chat_closed ?? null }
  }, [you, participants, seat, administers, answersFor])
}

/** The last message of others, counted while the chat is closed. */
function useNews(room: Id, open: boolean, onNews: () => void): Message | null {
  const { you } = useHere()
  const [last, setLast] = useState<Message | null>(null)
  const closed = useRef(!open)
  closed.current = !open
  useEffect(
    () =>
      line.on("chat.sent", ({ room: where, message }) => {
        if (where !== room || message.author.id === you.id || message.state !== "visible") return
        setLast(message)
        if (closed.current) onNews()
      }),
    [room, you.id, onNews],
  )
  return last
}
