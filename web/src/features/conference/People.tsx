import { useLingui } from "@lingui/react/macro"
import { useState } from "react"
import type { Participant } from "../../live"
import { Flag } from "../../ui"
import { useHere, useView } from "./context"
import { PersonRow } from "./PersonRow"
import { byName, bySchool, personInside } from "./people"
import { RemoveDialog, type TakingOut } from "./RemoveDialog"
import styles from "./rail.module.css"
import { leads } from "./view"

/** Who is inside, by school: one's own pupils first. */
export function People() {
  const { t } = useLingui()
  const { you } = useHere()
  const view = useView()
  const { participants } = view
  const [takingOut, setTakingOut] = useState<TakingOut | null>(null)
  const mine = ({ person }: Participant) =>
    person.kind === "pupil" && you.school !== null && person.school === you.school
  const own = participants.filter(mine)
  const others = participants.filter((one) => !mine(one))
  const row = (one: Participant) => (
    <PersonRow
      key={one.person.id}
      participant={one}
      onTakeOut={(how) => setTakingOut({ participant: one, how })}
    />
  )
  return (
    <>
      {own.length > 0 && (
        <section className={styles.people}>
          <h2>
            {leads(view) ? t`My pupils` : t`My school`} <small>{t`${own.length} here`}</small>
          </h2>
          <ul>{byName(own).map(row)}</ul>
        </section>
      )}
      <section className={styles.people}>
        <h2>
          {own.length > 0 ? t`The others` : t`Inside`} <small>{t`${others.length} here`}</small>
        </h2>
        {bySchool(others, personInside, you.school).map((school) => (
          <div key={school.name}>
            <p className={styles.school}>
              {school.country && <Flag country={school.country} code={false} size="s" />}
              <bdi>{school.name || t`Guests`}</bdi>
            </p>
            <ul>{byName(school.people).map(row)}</ul>
          </div>
        ))}
      </section>
      <RemoveDialog takingOut={takingOut} onClose={() => setTakingOut(null)} />
    </>
  )
}
