import type { I18n, MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"

/** What everybody calls CET: Brussels wall time, CEST in summer (D-06). */
export const BRUSSELS = "Europe/Brussels"

/** Browsers do not know these names in every language we speak, so they stand in the catalogues. */
const WEEKDAYS: readonly MessageDescriptor[] = [
  msg({ message: "Sun", context: "short weekday" }),
  msg({ message: "Mon", context: "short weekday" }),
  msg({ message: "Tue", context: "short weekday" }),
  msg({ message: "Wed", context: "short weekday" }),
  msg({ message: "Thu", context: "short weekday" }),
  msg({ message: "Fri", context: "short weekday" }),
  msg({ message: "Sat", context: "short weekday" }),
]
const LONG_WEEKDAYS: readonly MessageDescriptor[] = [
  msg`Sunday`,
  msg`Monday`,
  msg`Tuesday`,
  msg`Wednesday`,
  msg`Thursday`,
  msg`Friday`,
  msg`Saturday`,
]
const MONTHS: readonly MessageDescriptor[] = [
  msg({ message: "Jan", context: "short month" }),
  msg({ message: "Feb", context: "short month" }),
  msg({ message: "Mar", context: "short month" }),
  msg({ message: "Apr", context: "short month" }),
  msg({ message: "May", context: "short month" }),
  msg({ message: "Jun", context: "short month" }),
  msg({ message: "Jul", context: "short month" }),
  msg({ message: "Aug", context: "short month" }),
  msg({ message: "Sep", context: "short month" }),
  msg({ message: "Oct", context: "short month" }),
  msg({ message: "Nov", context: "short month" }),
  msg({ message: "Dec", context: "short month" }),
]
const LONG_MONTHS: readonly MessageDescriptor[] = [
  msg`January`,
  msg`February`,
  msg`March`,
  msg`April`,
  msg({ message: "May", context: "long month" }),
  msg`June`,
  msg`July`,
  msg`August`,
  msg`September`,
  msg`October`,
  msg`November`,
  msg`December`,
]

const CITIES: Record<string, MessageDescriptor> = {
  "Africa/Tunis": msg`Tunis`,
  "Asia/Baku": msg`Baku`,
  "Asia/Tbilisi": msg`Tbilisi`,
  "Asia/Yerevan": msg`Yerevan`,
  "Europe/Athens": msg`Athens`,
  "Europe/Bucharest": msg`Bucharest`,
  "Europe/Chisinau": msg`Chișinău`,
  "Europe/Helsinki": msg`Helsinki`,
  "Europe/Istanbul": msg`Istanbul`,
  "Europe/Kyiv": msg`Kyiv`,
  "Europe/Kiev": msg`Kyiv`,
  "Europe/Lisbon": msg`Lisbon`,
  "Europe/London": msg`London`,
  "Europe/Vilnius": msg`Vilnius`,
  "Europe/Warsaw": msg`Warsaw`,
}

/** Wall time somewhere: what a clock and a calendar on that wall show. */
export interface Wall {
  year: number
  /** 1 to 12. */
  month: number
  day: number
  /** 0 is Sunday. */
  weekday: number
  /** `15:00`. */
  clock: string
  /** `2026-11-17`, to compare days. */
  date: string
}

const formats = new Map<string, Intl.DateTimeFormat>()

function format(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  })
  formats.set(zone, made)
  return made
}

/** The zone, or UTC when the browser does not know it. */
export function knownZone(zone: string | null | undefined): string {
  try {
    if (zone) return format(zone) && zone
  } catch {
    // A profile may name a zone that this browser has not heard of.
  }
  return "UTC"
}

function numbers(at: number, zone: string): Record<string, number> {
  return Object.fromEntries(
    format(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
}

export function wall(at: number | string, zone: string): Wall {
  const instant = typeof at === "string" ? Date.parse(at) : at
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = numbers(instant, zone)
  const two = (value: number) => String(value).padStart(2, "0")
  return {
    year,
    month,
    day,
    weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay(),
    clock: `${two(hour)}:${two(minute)}`,
    date: `${year}-${two(month)}-${two(day)}`,
  }
}

/** Minutes that the wall is ahead of UTC at this instant. */
export function offsetMinutes(at: number, zone: string): number {
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = numbers(at, zone)
  return Math.round(
    (Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000) / 60_000,
  )
}

/** The instant at which the wall in `zone` shows this date and clock; in the hour that happens twice, the first one. */
export function instantOf(date: string, clock: string, zone: string): number {
  const asUtc = Date.parse(`${date}T${clock}:00Z`)
  const first = asUtc - offsetMinutes(asUtc - 12 * 3_600_000, zone) * 60_000
  if (wall(first, zone).clock === clock) return first
  return asUtc - offsetMinutes(asUtc, zone) * 60_000
}

export function brusselsLabel(at: number): "CET" | "CEST" {
  return offsetMinutes(at, BRUSSELS) === 120 ? "CEST" : "CET"
}

/** `Tue 17 Nov`. */
export function shortDay(i18n: I18n, day: Wall): string {
  const weekday = name(i18n, WEEKDAYS, day.weekday)
  const month = name(i18n, MONTHS, day.month - 1)
  const number = day.day
  return i18n._(msg({ message: `${weekday} ${number} ${month}`, context: "Tue 17 Nov" }))
}

/** `17 Nov 2026`. */
export function dateText(i18n: I18n, day: Wall): string {
  const month = name(i18n, MONTHS, day.month - 1)
  const { day: number, year } = day
  return i18n._(msg({ message: `${number} ${month} ${year}`, context: "17 Nov 2026" }))
}

/** `Tuesday 17 November`. */
export function longDay(i18n: I18n, day: Wall): string {
  const weekday = name(i18n, LONG_WEEKDAYS, day.weekday)
  const month = name(i18n, LONG_MONTHS, day.month - 1)
  const number = day.day
  return i18n._(msg({ message: `${weekday} ${number} ${month}`, context: "Tuesday 17 November" }))
}

/** `Tue`; 0 is Sunday. */
export const shortWeekday = (i18n: I18n, weekday: number): string => name(i18n, WEEKDAYS, weekday)

/** `November 2026`. */
export function monthText(i18n: I18n, { year, month }: Pick<Wall, "year" | "month">): string {
  const long = name(i18n, LONG_MONTHS, month - 1)
  return i18n._(msg({ message: `${long} ${year}`, context: "November 2026" }))
}

/** `17 November`, or `16–22 November`. */
export function dayAndMonth(
  i18n: I18n,
  { day: number, month: index }: { day: number | string; month: number },
): string {
  const month = name(i18n, LONG_MONTHS, index - 1)
  return i18n._(msg({ message: `${number} ${month}`, context: "17 November" }))
}

export function cityOf(i18n: I18n, zone: string): string {
  const known = CITIES[zone]
  return known ? i18n._(known) : (zone.split("/").pop() ?? zone).replaceAll("_", " ")
}

/** `18:00`, or `Wed 01:00`, where the viewer's clock differs from Brussels at that instant, else null. */
export function ownClock(i18n: I18n, at: number, zone: string): string | null {
  if (offsetMinutes(at, zone) === offsetMinutes(at, BRUSSELS)) return null
  const own = wall(at, zone)
  const otherDay = own.date !== wall(at, BRUSSELS).date
  return otherDay ? `${name(i18n, WEEKDAYS, own.weekday)} ${own.clock}` : own.clock
}

/** `(18:00 in Baku)` where the viewer's clock differs from Brussels at that instant, else null. */
export function ownTime(i18n: I18n, at: number, zone: string): string | null {
  const time = ownClock(i18n, at, zone)
  if (time === null) return null
  const city = cityOf(i18n, zone)
  return i18n._(msg({ message: `${time} in ${city}`, context: "18:00 in Baku" }))
}

/** `15:00–16:00 CET`. */
export function hours(start: number, end: number | null): string {
  const span =
    end === null ? wall(start, BRUSSELS).clock : `${wall(start, BRUSSELS).clock}–${wall(end, BRUSSELS).clock}`
  return `${span} ${brusselsLabel(start)}`
}

/** `Tue 17 Nov, 15:00–16:00 CET (18:00 in Baku)` (D-06). */
export function timeText(
  i18n: I18n,
  start: number | string,
  end: number | string | null,
  zone: string,
): string {
  const from = typeof start === "string" ? Date.parse(start) : start
  const to = typeof end === "string" ? Date.parse(end) : end
  const own = ownTime(i18n, from, knownZone(zone))
  return `${shortDay(i18n, wall(from, BRUSSELS))}, ${hours(from, to)}${own ? ` (${own})` : ""}`
}

function name(i18n: I18n, names: readonly MessageDescriptor[], index: number): string {
  const found = names[index]
  return found ? i18n._(found) : ""
}
