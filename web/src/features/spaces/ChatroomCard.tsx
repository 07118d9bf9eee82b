import { Plural, Trans } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import type { Id, Message, RoomSummary } from "../../live"
import { Avatar, ButtonLink, classes, Icon, Tag } from "../../ui"
import card from "../../ui/Card.module.css"
import { lastMessagesQuery, roomsQuery } from "./api"
import styles from "./ChatroomCard.module.css"

/** The way into the chatroom, with what is going on there. */
export function ChatroomCard({ space, slug }: { space: Id; slug: string }) {
  const { data } = useQuery(roomsQuery(space))
  const room = data?.rooms.find((one) => one.is_default) ?? data?.rooms[0]
  return (
    <section className={classes(card.card, card.pad, card.twin, styles.chat)}>
      <div className={styles.head}>
        <h2>
          <Trans>Chatroom</Trans>
        </h2>
        {room && room.teachers_here > 0 && (
          <Tag kind="ok" icon="chalkboard-teacher-fill">
            <Plural value={room.teachers_here} one="# teacher inside" other="# teachers inside" />
          </Tag>
        )}
      </div>
      {room ? <LastMessages room={room} /> : <NotYet />}
      <p className={styles.here}>
        <Icon name="users-three" />
        <span>
          {room && <Plural value={room.people_here} _0="Nobody inside now" one="# inside" other="# inside" />}
          {room && room.unread > 0 && (
            <>
              {" · "}
              <b>
                <Plural value={room.unread} one="# new message" other="# new messages" />
              </b>
            </>
          )}
        </span>
      </p>
      <ButtonLink to={`/t/${slug}/chat`} look="main" size="big" icon="chats-fill">
        <Trans>Go to Chatroom</Trans>
      </ButtonLink>
      <p className={styles.note}>
        <Icon name="hourglass-low-fill" />
        <Trans>Messages are deleted automatically after 3 months.</Trans>
      </p>
      <ButtonLink to={`/t/${slug}/kept`} look="quiet" size="small" icon="push-pin">
        <Trans>Kept from the chatroom</Trans>
      </ButtonLink>
    </section>
  )
}

function LastMessages({ room }: { room: RoomSummary }) {
  const { data, isPending } = useQuery(lastMessagesQuery(room.room))
  if (isPending) return <NotYet />
  const last = data?.messages.filter((one) => one.state === "visible").slice(-2) ?? []
  if (last.length === 0) return null
  return (
    <ul className={styles.last}>
      {last.map((message) => (
        <LastMessage key={message.id} message={message} />
      ))}
    </ul>
  )
}

function LastMessage({ message }: { message: Message }) {
  return (
    <li>
      <Avatar person={message.author} size="s" />
      <span className={styles.words}>
        <b>
          <bdi>{message.author.name}</bdi>
        </b>{" "}
        <bdi>{message.text}</bdi>
      </span>
    </li>
  )
}

/** As high as two messages: what comes must not push the button away from under a finger. */
function NotYet() {
  return (
    <ul className={styles.last} aria-hidden="true">
      <li />
      <li />
    </ul>
  )
}
