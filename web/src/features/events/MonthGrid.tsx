import { useLingui } from "@lingui/react/macro"
import type { ComponentProps, ReactNode } from "react"
import { shortWeekday } from "../../ui/time"
import { type Day, gridOf, weekOf } from "./calendar"
import { wallOf } from "./days"

const WEEKS = [0, 1, 2, 3, 4, 5]

export interface MonthGridProps extends Pick<ComponentProps<"table">, "ref" | "className" | "onKeyDown"> {
  /** Any day of the month. */
  day: Day
  weekClass?: (week: readonly Day[]) => string | undefined
  dayClass?: (day: Day) => string | undefined
  children: (day: Day) => ReactNode
}

/** Six whole weeks around a month, under the names of the days. */
export function MonthGrid({ day, weekClass, dayClass, children, ...table }: MonthGridProps) {
  const { i18n } = useLingui()
  const days = gridOf(day)
  return (
    <table {...table}>
      <thead>
        <tr>
          {weekOf(day).map((one) => (
            <th key={one} scope="col">
              {shortWeekday(i18n, wallOf(one).weekday)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {WEEKS.map((index) => days.slice(index * 7, index * 7 + 7)).map((week) => (
          <tr key={week[0]} className={weekClass?.(week)}>
            {week.map((one) => (
              <td key={one} className={dayClass?.(one)}>
                {children(one)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
