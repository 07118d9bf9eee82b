import { plural } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import type { CSSProperties } from "react"
import { Link } from "react-router"
import type { EventCard } from "../../live"
import { classes, useZone } from "../../ui"
import {
  BRUSSELS,
  brusselsLabel,
  cityOf,
  instantOf,
  offsetMinutes,
  shortWeekday,
  timeText,
  wall,
} from "../../ui/time"
import { Title } from "./Agenda"
import { changesIn, type Day, hoursOf, type More, numberOf, type Placed, placed, weekOf } from "./calendar"
import { wallOf } from "./days"
import { pictureOf } from "./pictures"
import styles from "./WeekView.module.css"
import { mark } from "./words"

const ROWS_AN_HOUR = 4

export interface WeekViewProps {
  day: Day
  today: Day
  now: number
  days: ReadonlyMap<Day, readonly EventCard[]>
  onDay: (day: Day) => void
}

/** Seven days side by side: large hours are Brussels', small ones the viewer's own. */
export function WeekView({ day, today, now, days, onDay }: WeekViewProps) {
  const { i18n } = useLingui()
  const week = weekOf(day)
  const columns = week.map((one) => placed(one, days.get(one) ?? []))
  const { first, last } = hoursOf(columns.flatMap(({ shown, more }) => [...shown, ...more]))
  const hours = Array.from({ length: last - first }, (_, index) => first + index)
  const style = { "--rows": (last - first) * ROWS_AN_HOUR } as CSSProperties
  return (
    <>
      <div className={styles.week} style={style}>
        {week.map((one, index) => (
          <button
            type="button"
            key={one}
            className={classes(styles.head, one === today && styles.today)}
            style={{ gridColumn: index + 2 }}
            aria-current={one === today ? "date" : undefined}
            onClick={() => onDay(one)}
          >
            {shortWeekday(i18n, wallOf(one).weekday)} <b>{numberOf(one)}</b>
          </button>
        ))}
        {hours.map((hour) => (
          <Hour key={hour} hour={hour} row={rowOf(hour * 60, first)} day={day} />
        ))}
        {week.map((one, index) => (
          <div
            key={one}
            className={classes(styles.column, one === today && styles.ofToday, index > 4 && styles.weekend)}
            style={{ gridColumn: index + 2 }}
          >
            <ul>
              {columns[index]?.shown.map((event) => (
                <Block key={event.event.id} placed={event} first={first} last={last} />
              ))}
              {columns[index]?.more.map((more) => (
                <Left key={more.from} more={more} first={first} last={last} onPress={() => onDay(one)} />
              ))}
            </ul>
            {one === today && <Now now={now} first={first} last={last} />}
          </div>
        ))}
      </div>
      <Legend day={day} />
    </>
  )
}

const rowOf = (minutes: number, first: number) => (minutes / 60 - first) * ROWS_AN_HOUR

function Hour({ hour, row, day }: { hour: number; row: number; day: Day }) {
  const zone = useZone()
  const clock = `${String(hour).padStart(2, "0")}:00`
  const own = wall(instantOf(day, clock, BRUSSELS), zone).clock
  return (
    <>
      <div className={styles.hour} style={{ gridRow: row + 2 }}>
        {clock}
        {own !== clock && <small>{own}</small>}
      </div>
      <div className={styles.line} style={{ gridRow: row + 2 }} />
    </>
  )
}

function Block({
  placed: { event, from, to, lane, lanes },
  first,
  last,
}: {
  placed: Placed
  first: number
  last: number
}) {
  const { i18n } = useLingui()
  const zone = useZone()
  const said = mark(i18n, event)
  const picture = pictureOf(event, true)
  const whole = (last - first) * 60
  const style: CSSProperties = {
    insetBlockStart: `${((from - first * 60) / whole) * 100}%`,
    blockSize: `${((Math.min(to, 1440) - from) / whole) * 100}%`,
    insetInlineStart: `${(lane / lanes) * 100}%`,
    inlineSize: `${100 / lanes}%`,
  }
  return (
    <li style={style} className={styles.place}>
      <Link
        to={`/events/${event.id}`}
        title={event.title || undefined}
        className={classes(
          styles.block,
          event.form && styles[event.form],
          event.state === "live" && styles.live,
          event.state === "cancelled" && styles.gone,
        )}
      >
        <span className="sr">{timeText(i18n, event.starts_at, event.ends_at, zone)}: </span>
        {/* In its own language, so that a browser knows where a long word may be divided. */}
        <b lang={event.lang}>
          <Title event={event} />
        </b>
        {said && <span>{said.words}</span>}
        {/* As much of it as there is room below the words: a long event shows more. */}
        {picture && <img src={picture} alt="" className={styles.picture} loading="lazy" />}
      </Link>
    </li>
  )
}

interface LeftProps {
  more: More
  first: number
  last: number
  onPress: () => void
}

/** What else there is then, at the end of those that are shown: the day itself shows all. */
function Left({ more: { to, number }, first, last, onPress }: LeftProps) {
  const whole = (last - first) * 60
  return (
    <li className={styles.left} style={{ insetBlockStart: `${((to - first * 60) / whole) * 100}%` }}>
      <button type="button" aria-label={plural(number, { one: "# more", other: "# more" })} onClick={onPress}>
        +{number}
      </button>
    </li>
  )
}

/** Where we are in the day. */
function Now({ now, first, last }: { now: number; first: number; last: number }) {
  const { clock } = wall(now, BRUSSELS)
  const minutes = Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)) - first * 60
  const whole = (last - first) * 60
  if (minutes < 0 || minutes > whole) return null
  return (
    <span
      className={styles.now}
      style={{ insetBlockStart: `${(minutes / whole) * 100}%` }}
      aria-hidden="true"
    />
  )
}

function Legend({ day }: { day: Day }) {
  const { i18n } = useLingui()
  const zone = useZone()
  const noon = (one: Day) => instantOf(one, "12:00", BRUSSELS)
  const ahead = (one: Day) => offsetMinutes(noon(one), zone) - offsetMinutes(noon(one), BRUSSELS)
  const differs = ahead(day) !== 0
  const label = brusselsLabel(noon(day))
  const city = cityOf(i18n, zone)
  const changes = changesIn(day, zone)
  return (
    <p className={styles.legend}>
      <Trans>Large hours are {label} (Brussels).</Trans>{" "}
      {differs && changes !== "own" && <Trans>Small hours are your time in {city}.</Trans>}
      {changes === "own" && (
        <Trans>Clocks change in this week: look at each event for your time in {city}.</Trans>
      )}
      {changes === "theirs" && (
        <Trans>Clocks change in this week: in countries without summer time events shift by an hour.</Trans>
      )}
    </p>
  )
}
