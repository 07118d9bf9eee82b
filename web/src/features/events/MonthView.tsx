import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { Link } from "react-router"
import type { EventCard } from "../../live"
import { classes, useZone } from "../../ui"
import { BRUSSELS, brusselsLabel, cityOf, longDay, ownClock, timeText, wall } from "../../ui/time"
import { Title } from "./Agenda"
import { type Day, monthOf, numberOf } from "./calendar"
import { wallOf } from "./days"
import { MonthGrid } from "./MonthGrid"
import styles from "./MonthView.module.css"
import { pictureOf } from "./pictures"

const SHOWN = 3

export interface MonthViewProps {
  day: Day
  today: Day
  days: ReadonlyMap<Day, readonly EventCard[]>
  onDay: (day: Day) => void
}

/** A month; what does not fit into a day stands on that day's own page. */
export function MonthView({ day, today, days, onDay }: MonthViewProps) {
  const { i18n } = useLingui()
  const zone = useZone()
  const city = cityOf(i18n, zone)
  const differs = [...days.values()]
    .flat()
    .some(({ starts_at }) => ownClock(i18n, Date.parse(starts_at), zone) !== null)
  return (
    <>
      <MonthGrid
        className={styles.month}
        day={day}
        dayClass={(one) => classes(monthOf(one) !== monthOf(day) && styles.other)}
      >
        {(one) => (
          <>
            <button
              type="button"
              className={classes(styles.number, one === today && styles.today)}
              aria-label={longDay(i18n, wallOf(one))}
              aria-current={one === today ? "date" : undefined}
              onClick={() => onDay(one)}
            >
              {numberOf(one)}
            </button>
            <Some events={days.get(one) ?? []} onMore={() => onDay(one)} />
          </>
        )}
      </MonthGrid>
      {differs && (
        <p className={styles.legend}>
          <Trans>Hours are those in Brussels; small hours are your time in {city}.</Trans>
        </p>
      )}
    </>
  )
}

function Some({ events, onMore }: { events: readonly EventCard[]; onMore: () => void }) {
  const { i18n } = useLingui()
  const zone = useZone()
  const more = events.length - SHOWN
  return (
    <ul>
      {events.slice(0, SHOWN).map((event) => (
        <li key={event.id}>
          <Link
            to={`/events/${event.id}`}
            className={classes(
              styles.chip,
              event.form && styles[event.form],
              event.state === "cancelled" && styles.gone,
            )}
            title={timeText(i18n, event.starts_at, event.ends_at, zone)}
          >
            {event.picture && (
              <img src={pictureOf(event, true) ?? ""} alt="" className={styles.picture} loading="lazy" />
            )}
            <span className="sr">{timeText(i18n, event.starts_at, event.ends_at, zone)}: </span>
            <Hours start={Date.parse(event.starts_at)} />
            {/* By its own direction: the end of a title is cut, never its beginning. */}
            {event.title ? (
              <b dir="auto">{event.title}</b>
            ) : (
              <b>
                <Title event={event} />
              </b>
            )}
          </Link>
        </li>
      ))}
      {more > 0 && (
        <li>
          <button type="button" className={styles.more} onClick={onMore}>
            <Plural value={more} one="# more" other="# more" />
          </button>
        </li>
      )}
    </ul>
  )
}

/** In Brussels, and beside it one's own where that is another one; a screen reader is told the whole time. */
function Hours({ start }: { start: number }) {
  const { i18n } = useLingui()
  const own = ownClock(i18n, start, useZone())
  return (
    <span className={styles.hours} aria-hidden="true">
      {wall(start, BRUSSELS).clock} {brusselsLabel(start)}
      {own && <small>{own}</small>}
    </span>
  )
}
