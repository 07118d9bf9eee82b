import type { EventCard } from "../../live"
import { BRUSSELS, instantOf, offsetMinutes, wall } from "../../ui/time"

export const VIEWS = ["day", "week", "month", "upcoming"] as const
export type View = (typeof VIEWS)[number]

/** A day as `2026-11-17`: days of this calendar are days in Brussels (D-06). */
export type Day = string

const DAY_MS = 86_400_000
const utc = (day: Day) => Date.parse(`${day}T00:00:00Z`)

export const today = (now: number): Day => wall(now, BRUSSELS).date

export const addDays = (day: Day, days: number): Day =>
  new Date(utc(day) + days * DAY_MS).toISOString().slice(0, 10)

/** 0 is Monday. */
export const weekday = (day: Day): number => (new Date(utc(day)).getUTCDay() + 6) % 7

export const numberOf = (day: Day): number => Number(day.slice(8))
export const monthOf = (day: Day): string => day.slice(0, 7)

export function isDay(text: string | null): text is Day {
  return text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(utc(text))
}

/** The same day of another month, or its last one. */
export function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 1, number = 1] = day.split("-").map(Number)
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(number, last))).toISOString().slice(0, 10)
}

const run = (first: Day, length: number): Day[] => Array.from({ length }, (_, index) => addDays(first, index))

export const weekOf = (day: Day): Day[] => run(addDays(day, -weekday(day)), 7)

/** Whole weeks around a month: always six, so that the page does not jump. */
export function gridOf(day: Day): Day[] {
  const first = `${monthOf(day)}-01`
  return run(addDays(first, -weekday(first)), 42)
}

/** The next or previous day, week or month. */
export function step(view: View, day: Day, by: 1 | -1): Day {
  if (view === "month") return addMonths(day, by)
  return addDays(day, view === "week" ? 7 * by : by)
}

/** From midnight to midnight in Brussels: 23 or 25 hours where the clocks change. */
export function rangeOf(days: readonly Day[]): { from: string; to: string } {
  const at = (day: Day) => new Date(instantOf(day, "00:00", BRUSSELS)).toISOString()
  const first = days[0] ?? "1970-01-01"
  return { from: at(first), to: at(addDays(days.at(-1) ?? first, 1)) }
}

/** Events by the days that they touch. */
export function byDay(events: readonly EventCard[]): Map<Day, EventCard[]> {
  const found = new Map<Day, EventCard[]>()
  for (const event of events) {
    const last = wall(Date.parse(event.ends_at) - 1, BRUSSELS).date
    for (let day = wall(event.starts_at, BRUSSELS).date; day <= last; day = addDays(day, 1)) {
      found.set(day, [...(found.get(day) ?? []), event])
    }
  }
  return found
}

/** Minutes of a day. */
interface Span {
  from: number
  to: number
}

export interface Placed extends Span {
  event: EventCard
  lane: number
  lanes: number
}

/** How many events stand there beside those that are shown. */
export interface More extends Span {
  number: number
}

/** So narrow that words can still be read. */
const LANES = 2

/** Where each event of a day stands in its column: two that overlap stand side by side, and more are only counted. */
export function placed(day: Day, events: readonly EventCard[]): { shown: Placed[]; more: More[] } {
  const minutes = (at: string) => {
    const { date, clock } = wall(at, BRUSSELS)
    if (date !== day) return date < day ? 0 : 1440
    return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
  }
  const shown: Placed[] = []
  const more: More[] = []
  let cluster: Placed[] = []
  let left: Span[] = []
  let until = -1
  const close = () => {
    const lanes = Math.max(0, ...cluster.map(({ lane }) => lane + 1))
    for (const one of cluster) one.lanes = lanes
    if (left[0]) more.push({ from: left[0].from, to: until, number: left.length })
    cluster = []
    left = []
  }
  const inOrder = [...events].sort((a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at))
  for (const event of inOrder) {
    const from = minutes(event.starts_at)
    const to = Math.max(minutes(event.ends_at), from + 30)
    if (from >= until) close()
    const busy = cluster.filter((one) => one.to > from).map(({ lane }) => lane)
    let lane = 0
    while (busy.includes(lane)) lane += 1
    until = Math.max(until, to)
    if (lane === LANES) {
      left.push({ from, to })
      continue
    }
    const one = { event, from, to, lane, lanes: 1 }
    cluster.push(one)
    shown.push(one)
  }
  close()
  return { shown, more }
}

/** Which whole hours a week must show: at least from 9 to 18. */
export function hoursOf(all: readonly Span[]): { first: number; last: number } {
  const first = Math.min(9, ...all.map(({ from }) => Math.floor(from / 60)))
  const last = Math.max(18, ...all.map(({ to }) => Math.ceil(to / 60)))
  return { first, last }
}

export interface ClockChange {
  /** The day in Brussels on which clocks change there or where the viewer is. */
  day: Day
  /** Minutes by which the viewer's clock differs from Brussels now, and when the event begins. */
  now: number
  atStart: number
}

const WEEK_MS = 7 * DAY_MS

/** The change of clocks, there or here, in the week before an event and after now: hours that one knows by heart are
    other ones then. */
export function clockChange(now: number, start: number, zone: string): ClockChange | null {
  const from = Math.max(now, start - WEEK_MS)
  if (from >= start) return null
  const at = [BRUSSELS, zone]
    .map((one) => changeBetween(from, start, one))
    .filter((found) => found !== null)
    .sort((a, b) => a - b)[0]
  if (at === undefined) return null
  const ahead = (instant: number) => offsetMinutes(instant, zone) - offsetMinutes(instant, BRUSSELS)
  return { day: wall(at, BRUSSELS).date, now: ahead(now), atStart: ahead(start) }
}

/** Whose hours a change of clocks in the week of this day shifts: the viewer's own beside Brussels', or, where both
    clocks change alike, those of countries without summer time. */
export function changesIn(day: Day, zone: string): "own" | "theirs" | null {
  const [monday = day, sunday = day] = [weekOf(day)[0], weekOf(day)[6]]
  const shift = (where: string) =>
    offsetMinutes(instantOf(sunday, "12:00", BRUSSELS), where) -
    offsetMinutes(instantOf(monday, "12:00", BRUSSELS), where)
  if (shift(zone) !== shift(BRUSSELS)) return "own"
  return shift(BRUSSELS) === 0 ? null : "theirs"
}

/** The first minute with another offset, by halving; zones change at most once within a week. */
function changeBetween(from: number, to: number, zone: string): number | null {
  const before = offsetMinutes(from, zone)
  if (offsetMinutes(to, zone) === before) return null
  let [low, high] = [from, to]
  while (high - low > 60_000) {
    const middle = Math.floor((low + high) / 2)
    if (offsetMinutes(middle, zone) === before) low = middle
    else high = middle
  }
  return high
}
