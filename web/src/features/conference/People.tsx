import { useLingui } from "@lingui/react/macro"
import { useState } from "react"
import type { Participant } from "../../live"
import { Avatar, classes, Flag, Icon } from "../../ui"
import { useHere, useView } from "./context"
import { PersonMenu } from "./PersonMenu"
import { byName, bySchool, personInside } from "./people"
import { RemoveDialog } from "./RemoveDialog"
import styles from "./rail.module.css"

/** Who is inside, by school: one's own pupils first. */
export function People() {
  const { t } = useLingui()
  const { you } = useHere()
  const { participants } = useView()
  const [removing, setRemoving] = useState<Participant | null>(null)
  const mine = ({ person }: Participant) =>
    person.kind === "pupil" && you.school !== null && person.school === you.school
  const own = participants.filter(mine)
  const others = participants.filter((one) => !mine(one))
  const row = (one: Participant) => (
    <Row key={one.person.id} participant={one} onRemove={() => setRemoving(one)} />
  )
  return (
    <>
      {own.length > 0 && (
        <section className={styles.people}>
          <h2>
            {t`My pupils`} <small>{t`${own.length} here`}</small>
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
      <RemoveDialog participant={removing} onClose={() => setRemoving(null)} />
    </>
  )
}

function Row({ participant, onRemove }: { participant: Participant; onRemove: () => void }) {
  const { t } = useLingui()
  const { you } = useHere()
  const { person, microphone, away, held_back } = participant
  const own = person.id === you.id
  const role = useRole(participant)
  const held = held_back.includes("microphone")
  return (
    <li>
      <span className={styles.person}>
        <Avatar person={person} size="s" />
        <span className={styles.name}>
          <bdi>{own ? t`${person.name} (you)` : person.name}</bdi>
          {role && <small>{role}</small>}
        </span>
      </span>
      {away && <Icon name="cell-signal-slash" label={t`Line lost`} className={styles.lost} />}
      <Icon
        name={microphone ? "microphone-fill" : held ? "microphone-slash-fill" : "microphone-slash"}
        label={microphone ? t`Microphone on` : held ? t`Muted by the host` : t`Microphone off`}
        className={classes(styles.microphone, microphone && styles.on, held && styles.held)}
      />
      {own ? <span className={styles.gap} /> : <PersonMenu participant={participant} onRemove={onRemove} />}
    </li>
  )
}

function useRole({ role, person }: Participant): string | null {
  const { t } = useLingui()
  if (role === "host") return t`Host`
  if (role === "cohost") return t`Co-host`
  if (role === "presenter") return t`Presenter`
  return person.kind === "teacher" ? t`Teacher` : null
}
