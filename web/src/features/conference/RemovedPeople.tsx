import { useLingui } from "@lingui/react/macro"
import type { Removed } from "../../live"
import { Button, Icon, Tag, Time } from "../../ui"
import { useAct, useHere, useView } from "./context"
import styles from "./rail.module.css"

/** Who was taken out, why and by whom, and how to take that back. */
export function RemovedPeople() {
  const { t } = useLingui()
  const { removed } = useView()
  if (removed.length === 0) return null
  return (
    <section className={styles.removed}>
      <h2>
        <Icon name="prohibit" />
        {t`Taken out`}
      </h2>
      <ul>
        {removed.map((one) => (
          <RemovedRow key={one.person.id} removed={one} />
        ))}
      </ul>
    </section>
  )
}

function RemovedRow({ removed: { person, reason, by, banned, until } }: { removed: Removed }) {
  const { t } = useLingui()
  const { conference, event } = useHere()
  const act = useAct()
  const undo = () => (banned ? conference.liftBan(person.id) : conference.readmit(person.id))
  return (
    <li>
      <span className={styles.name}>
        <bdi>{person.name}</bdi>{" "}
        {banned && (
          <Tag kind="bad">
            {event ? t`Banned from this event` : t`Banned from this TwinSpace’s conferences`}
          </Tag>
        )}
        {until && (
          <small>
            {t`until`} <Time start={until} />
          </small>
        )}
        <small>{reason ? t`by ${by}: ${reason}` : t`by ${by}`}</small>
      </span>
      <Button size="small" onPress={() => void act(undo)}>
        {banned ? t`Lift the ban` : t`Let in again`}
      </Button>
    </li>
  )
}
