import { useLingui } from "@lingui/react/macro"
import type { SchoolAttendance } from "../../live"
import { Flag, ShareBar } from "../../ui"
import table from "../../ui/Table.module.css"
import styles from "./report.module.css"
import { shareOf, talkText } from "./talk"

/** One row for each school: how many, how long, and how much of the talking was theirs. */
export function SchoolTable({ schools }: { schools: readonly SchoolAttendance[] }) {
  const { t, i18n } = useLingui()
  const whole = schools.reduce((sum, { talk_s }) => sum + talk_s, 0)
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">{t`School`}</th>
          <th scope="col" className={table.number}>{t`People`}</th>
          <th scope="col" className={table.number}>{t`Minutes`}</th>
          <th scope="col" className={table.number}>{t`Hands`}</th>
          <th scope="col">{t`Talk time`}</th>
        </tr>
      </thead>
      <tbody>
        {schools.map(({ school, country, people, minutes, hands, talk_s }) => (
          <tr key={school ?? ""}>
            <th scope="row">
              {country && <Flag country={country} code={false} />} <bdi>{school ?? t`Guests`}</bdi>
            </th>
            <td className={table.number}>{people}</td>
            <td className={table.number}>{minutes}</td>
            <td className={table.number}>{hands}</td>
            <td className={styles.talk}>
              <ShareBar share={shareOf(talk_s, whole)} />
              {talkText(i18n, talk_s)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
