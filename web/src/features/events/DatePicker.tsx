import { useLingui } from "@lingui/react/macro"
import { type KeyboardEvent, useRef } from "react"
import { classes, IconButton } from "../../ui"
import { longDay, monthText } from "../../ui/time"
import { addDays, addMonths, type Day, monthOf, numberOf, weekday, weekOf } from "./calendar"
import styles from "./DatePicker.module.css"
import { wallOf } from "./days"
import { MonthGrid } from "./MonthGrid"

export interface DatePickerProps {
  day: Day
  today: Day
  /** Days on which something takes place. */
  busy: ReadonlySet<Day>
  /** Whether the whole week of the day is in sight. */
  week: boolean
  onChoose: (day: Day) => void
}

const KEYS: Record<string, (day: Day) => Day> = {
  ArrowUp: (day) => addDays(day, -7),
  ArrowDown: (day) => addDays(day, 7),
  PageUp: (day) => addMonths(day, -1),
  PageDown: (day) => addMonths(day, 1),
  Home: (day) => addDays(day, -weekday(day)),
  End: (day) => addDays(day, 6 - weekday(day)),
}

/** A month to choose a day from: one stop for Tab, arrows within. */
export function DatePicker({ day, today, busy, week, onChoose }: DatePickerProps) {
  const { t, i18n } = useLingui()
  const table = useRef<HTMLTableElement>(null)
  const chosen = new Set(week ? weekOf(day) : [day])

  function onKey(event: KeyboardEvent) {
    // In scripts that run the other way, the arrow that points forward is the other one.
    const forward = table.current && getComputedStyle(table.current).direction === "rtl" ? -1 : 1
    const across: Record<string, number> = { ArrowLeft: -forward, ArrowRight: forward }
    const by = across[event.key]
    const next = by === undefined ? KEYS[event.key]?.(day) : addDays(day, by)
    if (next === undefined) return
    event.preventDefault()
    onChoose(next)
    requestAnimationFrame(() => table.current?.querySelector<HTMLElement>("[tabindex='0']")?.focus())
  }

  return (
    <section className={styles.picker} aria-label={t`Choose a day`}>
      <div className={styles.head}>
        <IconButton
          small
          icon="caret-left"
          label={t`Month before`}
          onPress={() => onChoose(addMonths(day, -1))}
        />
        <b aria-live="polite">{monthText(i18n, wallOf(day))}</b>
        <IconButton
          small
          icon="caret-right"
          label={t`Month after`}
          onPress={() => onChoose(addMonths(day, 1))}
        />
      </div>
      <MonthGrid
        ref={table}
        onKeyDown={onKey}
        day={day}
        weekClass={(row) => classes(week && row.includes(day) && styles.week)}
      >
        {(one) => (
          <button
            type="button"
            tabIndex={one === day ? 0 : -1}
            className={classes(
              styles.day,
              monthOf(one) !== monthOf(day) && styles.other,
              one === today && styles.today,
              one === day && styles.chosen,
              busy.has(one) && styles.busy,
            )}
            aria-label={
              busy.has(one) ? t`${longDay(i18n, wallOf(one))}, with events` : longDay(i18n, wallOf(one))
            }
            aria-pressed={chosen.has(one)}
            aria-current={one === today ? "date" : undefined}
            onClick={() => onChoose(one)}
          >
            {numberOf(one)}
          </button>
        )}
      </MonthGrid>
    </section>
  )
}
