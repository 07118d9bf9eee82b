import { plural } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { type ReactNode, useId, useState } from "react"
import { useParams } from "react-router"
import { type EventCard, type EventPage, type JoinedPerson, line } from "../../live"
import {
  Avatar,
  Button,
  ButtonLink,
  classes,
  Empty,
  explain,
  Flag,
  Icon,
  Skeleton,
  Time,
  useNow,
} from "../../ui"
import card from "../../ui/Card.module.css"
import { Dialog } from "../../ui/Dialog"
import { BRUSSELS, brusselsLabel, shortDay, wall } from "../../ui/time"
import { useTitle } from "../../ui/useTitle"
import { Title } from "./Agenda"
import { eventQuery, joinedQuery } from "./api"
import { ClockNote } from "./ClockNote"
import { InviteForm } from "./HostTools"
import { PageLink } from "./PageLink"
import styles from "./PreparePage.module.css"
import { audienceText } from "./words"

/** One thing to make ready: a tick in the list, and what one does about it beside the list. */
export interface PrepareItem {
  id: string
  title: string
  /** How far it is, in a few words. */
  detail: string
  ready: boolean
  content: ReactNode
  /** The content is a sheet with a heading of its own. */
  bare?: boolean
}

const serverClock = () => line.serverNow()

/** S6: everything that those who lead make ready, with ticks; `more` is what other features have ready. */
export function PreparePage({ more, aside }: { more: readonly PrepareItem[]; aside?: ReactNode }) {
  const { t, i18n } = useLingui()
  const { event = "" } = useParams()
  const { data, error } = useQuery(eventQuery(event))
  useTitle(data ? t`Prepare: ${data.card.title}` : t`Event`)
  if (error && !data) return <Empty title={explain(i18n, error)} />
  if (!data) return <Skeleton lines={6} />
  const { you_are } = data.card
  if (you_are !== "host" && you_are !== "cohost")
    return (
      <Empty
        title={t`Only those who lead the event prepare it.`}
        action={<ButtonLink to={`/events/${event}`}>{t`Back to the event`}</ButtonLink>}
      />
    )
  return <Prepare page={data} more={more} aside={aside} />
}

function Prepare({ page, more, aside }: { page: EventPage; more: readonly PrepareItem[]; aside: ReactNode }) {
  const { t } = useLingui()
  const items = [...useOwnItems(page), ...more]
  const ready = items.filter((one) => one.ready).length
  const all = items.length
  const { starts_at, ends_at } = page.card
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <p>
          <Time start={starts_at} end={ends_at} />
        </p>
        <h1>
          <Title event={page.card} />
        </h1>
      </header>
      <div className={styles.side}>
        <RoomCard page={page} />
        {aside}
      </div>
      <nav className={styles.list} aria-label={t`To make ready`}>
        <p>
          <b>{t`${ready} of ${all} ready`}</b>
        </p>
        <div className={styles.bar} aria-hidden="true">
          <i style={{ inlineSize: `${(ready / all) * 100}%` }} />
        </div>
        <ol>
          {items.map((item) => (
            <li key={item.id}>
              <a href={`#${item.id}`}>
                <Icon
                  name={item.ready ? "check-circle-fill" : "circle"}
                  className={item.ready ? styles.done : styles.open}
                />
                <span>
                  <b>{item.title}</b>
                  <small>{item.detail}</small>
                </span>
                <span className="sr">{item.ready ? t`Ready` : t`Not ready yet`}</span>
              </a>
            </li>
          ))}
        </ol>
      </nav>
      <div className={styles.sections}>
        {items.map((item) =>
          item.bare ? (
            <div key={item.id} id={item.id} tabIndex={-1}>
              {item.content}
            </div>
          ) : (
            <section
              key={item.id}
              id={item.id}
              className={classes(card.card, card.pad, styles.own)}
              tabIndex={-1}
            >
              <h2>{item.title}</h2>
              {item.content}
            </section>
          ),
        )}
      </div>
    </div>
  )
}

function useOwnItems(page: EventPage): PrepareItem[] {
  const { t, i18n } = useLingui()
  const { card: event, cohosts, countries, invited } = page
  const minutes = Math.round((Date.parse(event.ends_at) - Date.parse(event.starts_at)) / 60_000)
  const [joined, capacity] = [event.joined ?? 0, event.capacity ?? 0]
  const asked = invited ?? 0
  const audience = audienceText(i18n, event, countries)
  const leads = cohosts.length + 1
  const edit = page.may_edit && (
    <ButtonLink to={`/events/${event.id}/edit`} icon="pencil-simple">
      <Trans>Edit</Trans>
    </ButtonLink>
  )
  return [
    {
      id: "time",
      title: t`Title and time`,
      detail: t`${plural(minutes, { one: "# minute", other: "# minutes" })}`,
      ready: event.title !== "",
      content: (
        <>
          <p>
            <Time start={event.starts_at} end={event.ends_at} />
          </p>
          <ClockNote start={event.starts_at} />
          {event.summary && <p dir="auto">{event.summary}</p>}
          {edit}
        </>
      ),
    },
    {
      id: "people",
      title: t`Who may enter`,
      detail: t`${joined} of ${capacity} have joined`,
      ready: true,
      content: (
        <>
          <p>{audience}</p>
          <p>
            <Trans>
              Only who joined comes in. They listen, see and write; on the stage is who leads, and whoever you
              invite there. The stage has 25 places.
            </Trans>
          </p>
          <WhoComes event={event.id} />
        </>
      ),
    },
    {
      id: "cohosts",
      title: t`Co-hosts`,
      detail: t`${plural(leads, { one: "You lead alone", other: "# people lead" })}`,
      ready: cohosts.length > 0,
      content: <Cohosts page={page} edit={edit} />,
    },
    {
      id: "invitations",
      title: t`Invitations`,
      detail:
        asked > 0
          ? t`${plural(asked, { one: "# person asked", other: "# people asked" })}`
          : t`Nobody asked yet`,
      ready: asked > 0,
      content: <Invitations event={event} />,
    },
  ]
}

/** Whom one prepares for, by name, school and country. */
function WhoComes({ event }: { event: string }) {
  const { t, i18n } = useLingui()
  const { data, error } = useQuery(joinedQuery(event))
  if (error && !data) return <p>{explain(i18n, error)}</p>
  if (!data) return <Skeleton lines={3} />
  const coming = data.people.filter(({ waiting }) => !waiting)
  const line = data.people.filter(({ waiting }) => waiting)
  if (data.people.length === 0)
    return (
      <p>
        <Trans>Nobody has joined yet.</Trans>
      </p>
    )
  return (
    <>
      <People label={t`Have joined`} people={coming} />
      {line.length > 0 && <People label={t`Wait for a seat`} people={line} />}
    </>
  )
}

function People({ label, people }: { label: string; people: readonly JoinedPerson[] }) {
  const head = useId()
  return (
    <section className={styles.joined} aria-labelledby={head}>
      <h3 id={head}>{label}</h3>
      <ul className={styles.people}>
        {people.map(({ person }) => (
          <li key={person.id}>
            <Avatar person={{ id: person.id, name: person.name, kind: "teacher" }} size="s" />
            <span>
              <bdi>{person.name}</bdi>
              <small>
                {person.country && <Flag country={person.country} />} <bdi>{person.school}</bdi>
              </small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Cohosts({ page: { cohosts }, edit }: { page: EventPage; edit: ReactNode }) {
  return (
    <>
      {cohosts.length > 0 ? (
        <ul className={styles.people}>
          {cohosts.map((one) => (
            <li key={one.id}>
              <Avatar person={{ id: one.id, name: one.name, kind: "teacher" }} size="s" />
              <bdi>{one.name}</bdi>
            </li>
          ))}
        </ul>
      ) : (
        <p>
          <Trans>
            A co-host prepares with you, lets people on the stage, and goes on when your line breaks.
          </Trans>
        </p>
      )}
      {edit}
    </>
  )
}

function Invitations({ event }: { event: EventCard }) {
  const { t } = useLingui()
  const [open, setOpen] = useState(false)
  return (
    <>
      <p>
        <Trans>Whom you invite hears of it by bell and e-mail, with the hour in Brussels and at home.</Trans>
      </p>
      <Button icon="user-plus" onPress={() => setOpen(true)}>
        <Trans>Invite</Trans>
      </Button>
      {event.state !== "draft" && <PageLink event={event.id} />}
      <Dialog title={t`Invite your contacts`} open={open} onClose={() => setOpen(false)} wide>
        <InviteForm event={event.id} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  )
}

/** The way in, and who else may take it by now. */
function RoomCard({ page }: { page: EventPage }) {
  const { t, i18n } = useLingui()
  const now = useNow(10_000, serverClock)
  const { card: event, room_opens_at, doors_at } = page
  const moment = (at: string) => {
    const there = wall(at, BRUSSELS)
    return `${shortDay(i18n, there)}, ${there.clock} ${brusselsLabel(Date.parse(at))}`
  }
  const [opens, doors] = [moment(room_opens_at), moment(doors_at)]
  if (event.mode !== "online") return null
  const over = event.state === "ended" && event.open_until === null
  const open = now >= Date.parse(room_opens_at) && !over
  return (
    <section className={styles.room} aria-label={t`The room`}>
      <h2>
        {over
          ? t`The room is closed`
          : !open
            ? t`The room opens ${opens}`
            : now < Date.parse(doors_at)
              ? t`Only you can go in`
              : t`The doors are open`}
      </h2>
      {!over && <p>{now < Date.parse(doors_at) ? t`Others from ${doors}` : t`Whoever joined can go in`}</p>}
      {open && (
        <ButtonLink to={`/events/${event.id}/room`} look="bright" size="big" wide icon="door-open-fill">
          <Trans>Enter the room</Trans>
        </ButtonLink>
      )}
    </section>
  )
}
