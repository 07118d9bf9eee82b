import { useSearchParams } from "react-router"
import type { Filters } from "./api"
import { type Day, isDay, today, VIEWS, type View } from "./calendar"

export const isView = (text: string | null): text is View => VIEWS.some((view) => view === text)

export interface Looking {
  view: View
  day: Day
  filters: Filters
}

/** Which part of the calendar is in sight stands in the address, so that it can be sent to somebody. */
export function useLooking(now: number): [Looking, (change: Partial<Record<string, string>>) => void] {
  const [search, setSearch] = useSearchParams()
  const text = (name: string) => search.get(name) ?? ""
  const view = search.get("view")
  const day = search.get("day")
  const looking: Looking = {
    view: isView(view) ? view : "week",
    day: isDay(day) ? day : today(now),
    filters: {
      lang: text("lang"),
      country: text("country"),
      form: text("form"),
      q: text("q"),
      mine: text("mine"),
    },
  }
  function look(change: Partial<Record<string, string>>) {
    setSearch(
      (before) => {
        const after = new URLSearchParams(before)
        for (const [name, value] of Object.entries(change)) {
          if (value) after.set(name, value)
          else after.delete(name)
        }
        return after
      },
      { replace: true },
    )
  }
  return [looking, look]
}
