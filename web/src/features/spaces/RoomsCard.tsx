import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { Link } from "react-router"
import type { Id, RoomSummary } from "../../live"
import { Button, Choice, explain, Field, Icon, IconButton, MenuButton, Tag, toasts } from "../../ui"
import card from "../../ui/Card.module.css"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { changeRoom, openRoom, roomsQuery } from "./api"
import styles from "./RoomsCard.module.css"

export interface RoomsCardProps {
  space: Id
  slug: string
  /** May open, rename and archive rooms. */
  administers: boolean
}

/** The extra chatrooms, by activity or class, with what is unread in them. */
export function RoomsCard({ space, slug, administers }: RoomsCardProps) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const { data } = useQuery(roomsQuery(space))
  const [naming, setNaming] = useState<RoomSummary | "new" | null>(null)
  const rooms = data?.rooms.filter((one) => !one.is_default) ?? []
  const renewed = () => queries.invalidateQueries(roomsQuery(space))
  if (rooms.length === 0 && !administers) return null
  return (
    <section className={card.card} aria-labelledby="rooms">
      <div className={card.head}>
        <h2 id="rooms">
          <Trans>More rooms</Trans>
        </h2>
        {administers && (
          <Button size="small" icon="plus-bold" onPress={() => setNaming("new")}>
            <Trans>Open a room</Trans>
          </Button>
        )}
      </div>
      {rooms.length === 0 && (
        <p
          className={styles.none}
        >{t`One room for everybody is there. Open more for a class or an activity.`}</p>
      )}
      <ul className={styles.rooms}>
        {rooms.map((room) => (
          <RoomLine
            key={room.room}
            room={room}
            slug={slug}
            administers={administers}
            onRename={() => setNaming(room)}
            onChanged={renewed}
          />
        ))}
      </ul>
      {naming && (
        <NameDialog
          space={space}
          room={naming === "new" ? null : naming}
          onClose={() => setNaming(null)}
          onDone={renewed}
        />
      )}
    </section>
  )
}

interface RoomLineProps {
  room: RoomSummary
  slug: string
  administers: boolean
  onRename: () => void
  onChanged: () => unknown
}

function RoomLine({ room, slug, administers, onRename, onChanged }: RoomLineProps) {
  const { t, i18n } = useLingui()
  const archived = room.state === "read_only"

  function act(key: string) {
    if (key === "rename") onRename()
    else
      changeRoom(room.room, { archived: !archived }).then(onChanged, (error: unknown) =>
        toasts.say(explain(i18n, error), { kind: "bad" }),
      )
  }

  return (
    <li>
      <Icon name={archived ? "lock-simple" : "chat-circle-text"} />
      <Link to={`/t/${slug}/chat/${room.room}`}>
        <bdi>{room.title}</bdi>
      </Link>
      {archived && (
        <Tag>
          <Trans>Archived</Trans>
        </Tag>
      )}
      <span className={styles.news}>
        {room.unread > 0 && (
          <b>
            <Plural value={room.unread} one="# new message" other="# new messages" />
          </b>
        )}{" "}
        {room.people_here > 0 && <Plural value={room.people_here} one="# inside" other="# inside" />}
      </span>
      {administers && (
        <MenuButton
          aria-label={t`What to do with this room`}
          onAction={(key) => act(String(key))}
          button={<IconButton small icon="dots-three" label={t`What to do with ${room.title}`} />}
        >
          <Choice id="rename" icon="pencil-simple">{t`Rename`}</Choice>
          <Choice id="archive" icon="lock-simple">
            {archived ? t`Open again` : t`Archive`}
          </Choice>
        </MenuButton>
      )}
    </li>
  )
}

interface NameDialogProps {
  space: Id
  room: RoomSummary | null
  onClose: () => void
  onDone: () => unknown
}

function NameDialog({ space, room, onClose, onDone }: NameDialogProps) {
  const { t, i18n } = useLingui()
  const [title, setTitle] = useState(room?.title ?? "")
  const [problem, setProblem] = useState<unknown>(null)

  async function save() {
    try {
      await (room ? changeRoom(room.room, { title }) : openRoom(space, title))
      await onDone()
      onClose()
    } catch (error) {
      setProblem(error)
    }
  }

  return (
    <Dialog title={room ? t`Rename the room` : t`Open a room`} open onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <Field
          label={t`Name of the room`}
          hint={t`For a class or an activity. Its messages are deleted after 3 months, too.`}
          value={title}
          onChange={setTitle}
          maxLength={80}
          error={problem === null ? null : explain(i18n, problem)}
          autoFocus
        />
        <DialogButtons>
          <Button onPress={onClose}>{t`Cancel`}</Button>
          <Button look="main" type="submit" isDisabled={!title.trim()}>
            {room ? t`Save` : t`Open it`}
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
