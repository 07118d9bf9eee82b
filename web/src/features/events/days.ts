import type { I18n } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import { dateText, dayAndMonth, longDay, monthText, type Wall } from "../../ui/time"
import { type Day, type View, weekOf } from "./calendar"

/** A day as the functions of time want it: noon in no zone at all. */
export function wallOf(day: Day): Wall {
  const [year = 1970, month = 1, number = 1] = day.split("-").map(Number)
  return {
    year,
    month,
    day: number,
    weekday: new Date(Date.UTC(year, month - 1, number)).getUTCDay(),
    clock: "12:00",
    date: day,
  }
}

/** What stands over the calendar: `Tuesday 17 November`, `16–22 November`, `November 2026`. */
export function titleOf(i18n: I18n, view: View, day: Day): string {
  if (view === "upcoming") return i18n._(msg`Upcoming events`)
  if (view === "month") return monthText(i18n, wallOf(day))
  if (view === "day") return longDay(i18n, wallOf(day))
  const days = weekOf(day)
  const [first, last] = [wallOf(days[0] ?? day), wallOf(days[6] ?? day)]
  if (first.year !== last.year) return `${dateText(i18n, first)} – ${dateText(i18n, last)}`
  if (first.month !== last.month) return `${dayAndMonth(i18n, first)} – ${dayAndMonth(i18n, last)}`
  return dayAndMonth(i18n, { month: last.month, day: `${first.day}–${last.day}` })
}
