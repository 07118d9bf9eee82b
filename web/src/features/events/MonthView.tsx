import { Plural, useLingui } from "@lingui/react/macro"
import { Link } from "react-router"
import type { EventCard } from "../../live"
import { classes, useZone } from "../../ui"
import { BRUSSELS, longDay, timeText, wall } from "../../ui/time"
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
  return (
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
            <small>{wall(event.starts_at, BRUSSELS).clock}</small>{" "}
            {/* By its own direction: the end of a title is cut, never its beginning. */}
            {event.title ? (
              <span dir="auto">{event.title}</span>
            ) : (
              <span>
                <Title event={event} />
              </span>
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
