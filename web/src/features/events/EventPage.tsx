import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import type { ReactNode } from "react"
import { useParams } from "react-router"
import type { Colleague, Id, EventPage as Shown } from "../../live"
import {
  Avatar,
  Banner,
  Button,
  classes,
  Empty,
  explain,
  Flag,
  Icon,
  Skeleton,
  Tag,
  TwinTile,
  useZone,
} from "../../ui"
import { familyOf } from "../../ui/tiles"
import { BRUSSELS, hours, ownTime, shortDay, wall } from "../../ui/time"
import { useTitle } from "../../ui/useTitle"
import { AskContact } from "../contacts"
import { Title } from "./Agenda"
import { eventQuery } from "./api"
import { ClockNote } from "./ClockNote"
import styles from "./EventPage.module.css"
import { HostTools } from "./HostTools"
import { Materials } from "./Materials"
import { Offer } from "./Offer"
import { pictureOf } from "./pictures"
import { audienceText, FORMS, isFull, languageName, MODE_ICONS, MODES } from "./words"

export interface EventPageProps {
  /** The recordings of an event that is over. */
  recordings: (event: Id) => ReactNode
}

/** The page of one event: what it is, and the one thing to do about it now (domain 6.3). */
export function EventPage({ recordings }: EventPageProps) {
  const { t, i18n } = useLingui()
  const { event = "" } = useParams()
  const { data, error, refetch } = useQuery(eventQuery(event))
  useTitle(data?.card.title || t`Event`)
  if (error && !data)
    return (
      <Empty
        title={explain(i18n, error)}
        action={<Button onPress={() => void refetch()}>{t`Try again`}</Button>}
      />
    )
  if (!data) return <Skeleton lines={6} />
  return <Event page={data} recordings={mayWatch(data.card) && recordings(event)} />
}

const mayWatch = ({ state, mode, you_are }: Shown["card"]) =>
  state === "ended" && mode === "online" && you_are !== null && you_are !== "left" && you_are !== "waiting"

interface EventProps {
  page: Shown
  /** A draft that nobody else sees yet, with the picture that is not sent yet. */
  preview?: { picture: string | null }
  recordings?: ReactNode
}

/** The same, also for a preview. */
export function Event({ page, preview, recordings }: EventProps) {
  const { i18n } = useLingui()
  const { card, host, cohosts, body } = page
  const picture = preview?.picture ?? pictureOf(card, false)
  return (
    <article className={styles.event}>
      <div
        className={classes(styles.cover, picture && styles.pictured)}
        style={{ background: familyOf(card.id)[0] }}
      >
        {picture ? (
          <img src={picture} alt={card.picture_alt} className={styles.picture} />
        ) : (
          <TwinTile seed={card.id} columns={9} rows={3} className={styles.weave} />
        )}
        <div className={styles.over}>
          {card.form && <span className={styles.form}>{i18n._(FORMS[card.form])}</span>}
          <h1>
            <Title event={card} />
          </h1>
        </div>
      </div>
      <aside className={styles.join}>
        <Facts page={page} />
        <ClockNote start={card.starts_at} />
        <Seats page={page} />
        {!preview && <Offer page={page} />}
        {recordings}
      </aside>
      <div className={styles.words}>
        {page.invited_by && page.offer === "join" && (
          <Banner kind="info" icon="handshake-fill">
            <Trans>
              <bdi>{page.invited_by}</bdi> invites you.
            </Trans>
          </Banner>
        )}
        {host && (
          <div className={styles.people}>
            <Person person={host} what={<Trans>host</Trans>}>
              {!preview && mayAsk(card) && <AskContact person={host} quiet />}
            </Person>
            {cohosts.map((person) => (
              <Person key={person.id} person={person} what={<Trans>co-host</Trans>} />
            ))}
          </div>
        )}
        {card.summary && (
          <p className={styles.lead} dir="auto">
            {card.summary}
          </p>
        )}
        {body && (
          <section>
            <h2>
              <Trans>Programme</Trans>
            </h2>
            <p className={styles.body} dir="auto">
              {body}
            </p>
          </section>
        )}
        <Materials page={page} />
        {!preview && <HostTools page={page} />}
      </div>
    </article>
  )
}

/** Whoever may join events may have contacts; nobody is asked to be their own. */
const mayAsk = ({ form, you_are }: Shown["card"]) => form !== null && you_are !== "host"

function Person({ person, what, children }: { person: Colleague; what: ReactNode; children?: ReactNode }) {
  const place = [person.school, person.city].filter(Boolean).join(", ")
  return (
    <div className={styles.person}>
      <Avatar person={{ id: person.id, name: person.name, kind: "teacher" }} />
      <div>
        <b>
          <bdi>{person.name}</bdi>
        </b>
        <small>
          {person.country && <Flag country={person.country} />} <bdi>{place}</bdi>
          {place && " · "}
          {what}
        </small>
        {children}
      </div>
    </div>
  )
}

function Facts({ page: { card, place, countries } }: { page: Shown }) {
  const { i18n } = useLingui()
  const zone = useZone()
  const [start, end] = [Date.parse(card.starts_at), Date.parse(card.ends_at)]
  const own = ownTime(i18n, start, zone)
  return (
    <ul className={styles.facts}>
      <li>
        <Icon name="calendar-blank" />
        <div>
          <b>
            <time dateTime={card.starts_at}>
              {shortDay(i18n, wall(start, BRUSSELS))}, {hours(start, end)}
            </time>
          </b>
          {own && <span>{own}</span>}
        </div>
      </li>
      <li>
        <Icon name={card.mode ? MODE_ICONS[card.mode] : "globe"} />
        <div>
          <b>{card.mode ? i18n._(MODES[card.mode]) : languageName(i18n, card.lang)}</b>
          {place && <bdi className={styles.place}>{place}</bdi>}
          {card.mode && (
            <span>
              <Trans>in {languageName(i18n, card.lang)}</Trans>
            </span>
          )}
        </div>
      </li>
      <li>
        <Icon name="users-three" />
        <div>
          <b>{audienceText(i18n, card, countries)}</b>
          <span>
            <Trans>Teachers only, no pupils</Trans>
          </span>
        </div>
      </li>
    </ul>
  )
}

function Seats({ page: { card } }: { page: Shown }) {
  const { capacity, joined, waiting } = card
  if (capacity === null || joined === null || card.state === "cancelled") return null
  const free = Math.max(0, capacity - joined)
  return (
    <div className={styles.seats}>
      <p>
        <b>
          <Trans>
            {joined} of {capacity} have joined
          </Trans>
        </b>
        <span>
          {isFull(card) ? (
            waiting ? (
              <Plural value={waiting} one="# waiting" other="# waiting" />
            ) : (
              <Tag>
                <Trans context="event">Full</Trans>
              </Tag>
            )
          ) : (
            <Plural value={free} one="# seat left" other="# seats left" />
          )}
        </span>
      </p>
      <div className={styles.bar} aria-hidden="true">
        <i style={{ inlineSize: `${Math.min(100, (joined / capacity) * 100)}%` }} />
      </div>
    </div>
  )
}
