import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { type ReactNode, useContext, useState } from "react"
import { Link, NavLink, useNavigate, useParams, useSearchParams } from "react-router"
import type { RoomList, RoomState, RoomSummary, SpaceCard } from "../../live"
import { Button, classes, Empty, explain, Icon, IconButton, NavTabs, Skeleton, Tag } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { useTitle } from "../../ui/useTitle"
import styles from "./ChatPage.module.css"
import { ChatFrame } from "./ChatPanel"
import { ExtrasContext } from "./extras"
import { PeopleHere } from "./PeopleHere"
import { useChat, useChatroom } from "./useChatroom"

export interface ChatPageProps {
  me: string
  space: SpaceCard
  /** The list of the space's chatrooms; app/ knows where it comes from. */
  rooms: RoomList | undefined
  problem: unknown
  /** Stands under the list of rooms: the next conference. */
  aside?: ReactNode
  /** A conference is running in this space. */
  live?: boolean
}

/** The chatroom: rooms, log, people. */
export function ChatPage({ rooms, problem, ...rest }: ChatPageProps) {
  const { t, i18n } = useLingui()
  const { room: wanted } = useParams()
  if (problem)
    return (
      <Main>
        <Empty title={explain(i18n, problem)} />
      </Main>
    )
  if (!rooms)
    return (
      <Main>
        <Skeleton lines={6} pictures />
      </Main>
    )
  const room =
    rooms.rooms.find((one) => (wanted ? one.room === wanted : one.is_default)) ??
    (wanted ? undefined : rooms.rooms[0])
  if (!room)
    return (
      <Main>
        <Empty title={t`We cannot find this chatroom`} />
      </Main>
    )
  return <Chatroom key={room.room} room={room} rooms={rooms.rooms} {...rest} />
}

function Main({ children }: { children: ReactNode }) {
  return (
    <main id="main" tabIndex={-1} className={styles.page}>
      {children}
    </main>
  )
}

interface ChatroomProps extends Omit<ChatPageProps, "rooms" | "problem"> {
  room: RoomSummary
  rooms: readonly RoomSummary[]
}

function Chatroom({ me, space, room, rooms, aside, live }: ChatroomProps) {
  const { t } = useLingui()
  const { view, store } = useChatroom(room.room, me)
  const chat = useChat(store)
  const [peopleOpen, setPeopleOpen] = useState(false)
  const navigate = useNavigate()
  const [query] = useSearchParams()
  const at = Number(query.get("at"))
  const title = room.is_default ? t`Chatroom` : room.title
  const unread = chat.messages.filter((one) => one.seq > chat.readSeq && one.author.id !== me).length
  useTitle(`${title} · ${space.title}`, unread)
  const inside = view.phase === "inside" ? view.room : null
  const people = inside?.people ?? []
  return (
    <Main>
      <Head space={space} title={title} inside={inside} live={live} onPeople={() => setPeopleOpen(true)} />
      <div className={classes(styles.room, (rooms.length > 1 || Boolean(aside)) && styles.withRooms)}>
        {(rooms.length > 1 || aside) && <Rooms slug={space.slug} rooms={rooms} aside={aside} />}
        {inside ? (
          <ChatFrame
            store={store}
            inside={{ ...inside, isSpaceOpen: space.state === "open" }}
            search={{
              space: space.id,
              rooms,
              goal: at > 0 ? { seq: at } : null,
              onElsewhere: (message) =>
                navigate(`${addressOf(space.slug, rooms, message.room)}?at=${message.seq}`),
            }}
          />
        ) : (
          <NotInside view={view} slug={space.slug} />
        )}
        {inside && (
          <div className={styles.people}>
            <PeopleHere people={people} you={inside.you} />
          </div>
        )}
      </div>
      <Dialog title={t`People here`} open={peopleOpen} onClose={() => setPeopleOpen(false)}>
        {inside && <PeopleHere people={people} you={inside.you} plain />}
        <DialogButtons>
          <Button onPress={() => setPeopleOpen(false)}>{t`Close`}</Button>
        </DialogButtons>
      </Dialog>
    </Main>
  )
}

function addressOf(slug: string, rooms: readonly RoomSummary[], room: string): string {
  return rooms.find((one) => one.room === room)?.is_default ? `/t/${slug}/chat` : `/t/${slug}/chat/${room}`
}

interface HeadProps {
  space: SpaceCard
  title: string
  inside: RoomState | null
  live?: boolean
  onPeople: () => void
}

/** On laptops a line with the tabs; on phones the bar itself. */
function Head({ space, title, inside, live, onPeople }: HeadProps) {
  const { t } = useLingui()
  const base = `/t/${space.slug}`
  const teachers = inside?.people.filter((one) => one.kind === "teacher") ?? []
  const { RoomMenu } = useContext(ExtrasContext)
  return (
    <header className={styles.head}>
      <Link to={`${base}/live`} className={styles.back} aria-label={t`Back to Live`}>
        <Icon name="arrow-left" />
      </Link>
      <div className={styles.names}>
        <h1>
          <bdi>{title}</bdi>
        </h1>
        <p>
          <bdi>{space.title}</bdi>
          {teachers.length > 0 && (
            <span className={styles.onPhone}>
              {" · "}
              <Plural value={teachers.length} one="# teacher is here" other="# teachers are here" />
            </span>
          )}
        </p>
      </div>
      {inside?.state === "paused" && (
        <Tag kind="hold" icon="pause">
          <Trans>Paused</Trans>
        </Tag>
      )}
      {inside && RoomMenu && <RoomMenu room={inside} />}
      <div className={styles.tabs}>
        <NavTabs
          label={t`TwinSpace`}
          tabs={[
            { to: base, end: true, label: t`Home` },
            { to: `${base}/materials`, label: t`Materials` },
            {
              to: `${base}/live`,
              current: true,
              label: t`Live`,
              live: live ? t`a conference is running` : null,
            },
            { to: `${base}/members`, label: t`Members` },
          ]}
        />
      </div>
      <IconButton
        icon="users-three"
        label={inside ? t`People here: ${inside.people.length}` : t`People here`}
        className={styles.peopleButton}
        onPress={onPeople}
      >
        {inside && <span className={styles.count}>{inside.people.length}</span>}
      </IconButton>
    </header>
  )
}

function Rooms({ slug, rooms, aside }: { slug: string; rooms: readonly RoomSummary[]; aside?: ReactNode }) {
  const { t } = useLingui()
  return (
    <div className={styles.rooms}>
      <nav aria-label={t`Rooms of this TwinSpace`}>
        <p className={styles.label}>
          <Trans>Rooms of this TwinSpace</Trans>
        </p>
        {rooms.map((room) => (
          <NavLink
            key={room.room}
            to={room.is_default ? `/t/${slug}/chat` : `/t/${slug}/chat/${room.room}`}
            end
          >
            <Icon
              name={
                room.is_default ? "chats-fill" : room.state === "open" ? "chat-circle-text" : "lock-simple"
              }
            />
            <bdi>{room.is_default ? t`Everybody` : room.title}</bdi>
            {room.unread > 0 && <Tag>{room.unread}</Tag>}
          </NavLink>
        ))}
      </nav>
      {aside}
    </div>
  )
}

/** Before one is in, or when one may not be. */
function NotInside({ view, slug }: { view: ReturnType<typeof useChatroom>["view"]; slug: string }) {
  const { t, i18n } = useLingui()
  if (view.phase === "entering") return <Skeleton lines={6} pictures />
  const back = (
    <Link to={`/t/${slug}`}>
      <Trans>To the TwinSpace</Trans>
    </Link>
  )
  if (view.phase === "refused") return <Empty title={explain(i18n, view.refusal)} action={back} />
  return (
    <Empty
      title={
        view.phase === "closed" && view.reason === "archived"
          ? t`This project is archived`
          : t`You are no longer in this room`
      }
      action={back}
    >
      {t`Ask a teacher of the project if you think this is a mistake.`}
    </Empty>
  )
}
