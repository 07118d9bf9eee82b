import { Plural, Trans, useLingui } from "@lingui/react/macro"
import type { ReactNode } from "react"
import { Link } from "react-router"
import type { EventCard } from "../../live"
import { classes, Tag, TwinTile, useZone } from "../../ui"
import { BRUSSELS, brusselsLabel, longDay, ownTime, wall } from "../../ui/time"
import styles from "./Agenda.module.css"
import type { Day } from "./calendar"
import { wallOf } from "./days"
import { pictureOf } from "./pictures"
import { isFull, mark } from "./words"

/** Events under the days on which they take place. */
export function Agenda({ days, today }: { days: ReadonlyMap<Day, readonly EventCard[]>; today: Day }) {
  const { i18n } = useLingui()
  return [...days].map(([day, events]) => (
    <section key={day} className={styles.day}>
      <h2>
        {day === today && (
          <>
            <Trans>Today</Trans>,{" "}
          </>
        )}
        {longDay(i18n, wallOf(day))}
      </h2>
      <ul>
        {events.map((event) => (
          <Row key={event.id} event={event} />
        ))}
      </ul>
    </section>
  ))
}

/** One line: when, what, who leads; the way in stands beside it. */
export function Row({ event, action }: { event: EventCard; action?: ReactNode }) {
  const { i18n } = useLingui()
  const zone = useZone()
  const start = Date.parse(event.starts_at)
  const own = ownTime(i18n, start, zone)
  const said = mark(i18n, event)
  const picture = pictureOf(event, true)
  return (
    <li>
      <Link to={`/events/${event.id}`} className={classes(styles.row, event.form && styles[event.form])}>
        <time dateTime={event.starts_at}>
          {wall(start, BRUSSELS).clock} <i>{brusselsLabel(start)}</i>
          {own && <small>{own}</small>}
        </time>
        {picture ? (
          <img src={picture} alt={event.picture_alt} className={styles.picture} loading="lazy" />
        ) : (
          <TwinTile seed={event.id} columns={4} rows={3} className={styles.picture} />
        )}
        <span className={styles.what}>
          <b>
            <Title event={event} />
          </b>
          <small>
            <Detail event={event} />
          </small>
        </span>
        {said && <Tag kind={said.kind}>{said.words}</Tag>}
      </Link>
      {action}
    </li>
  )
}

/** A draft may still be without one. */
export function Title({ event }: { event: EventCard }): ReactNode {
  return event.title ? <bdi>{event.title}</bdi> : <Trans>Event without a title</Trans>
}

function Detail({ event }: { event: EventCard }) {
  const { joined, capacity, waiting, host } = event
  if (joined === null || capacity === null) return null
  return (
    <>
      <bdi>{host}</bdi>
      {" · "}
      <Trans>
        {joined} of {capacity} joined
      </Trans>
      {isFull(event) && Boolean(waiting) && (
        <>
          , <Plural value={waiting ?? 0} one="# waiting" other="# waiting" />
        </>
      )}
    </>
  )
}
