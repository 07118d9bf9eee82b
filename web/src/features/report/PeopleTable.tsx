import { useLingui } from "@lingui/react/macro"
import type { Attendance } from "../../live"
import { Avatar, Flag } from "../../ui"
import table from "../../ui/Table.module.css"
import styles from "./report.module.css"
import { talkText } from "./talk"

/** Who was inside, school by school as the server orders them; pupils at another's device say at whose. */
export function PeopleTable({ people }: { people: readonly Attendance[] }) {
  const { t, i18n } = useLingui()
  const names = new Map(people.map(({ person }) => [person.id, person.name]))
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">{t`Name`}</th>
          <th scope="col" className={table.second}>{t`School`}</th>
          <th scope="col" className={table.number}>{t`Minutes`}</th>
          <th scope="col" className={table.number}>{t`Hands`}</th>
          <th scope="col" className={table.number}>{t`Talk time`}</th>
        </tr>
      </thead>
      <tbody>
        {people.map(({ person, minutes, hands, talk_s, with_class }) => {
          const adult = with_class && names.get(with_class)
          return (
            <tr key={person.id}>
              <th scope="row">
                <span className={styles.person}>
                  <Avatar person={person} size="s" />
                  <span>
                    <bdi>{person.name}</bdi>
                    {adult && <small>{t`at the device of ${adult}`}</small>}
                  </span>
                </span>
              </th>
              <td className={table.second}>
                {person.country && <Flag country={person.country} code={false} />}{" "}
                <bdi>{person.school ?? t`Guest`}</bdi>
              </td>
              <td className={table.number}>{minutes}</td>
              <td className={table.number}>{hands}</td>
              <td className={table.number}>{talkText(i18n, talk_s)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
