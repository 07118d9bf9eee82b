import { plural } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import { Button, Check, Flag, Icon, IconButton } from "../../ui"
import { useAct, useHere, useView } from "./context"
import styles from "./rail.module.css"
import { type RaisedHand, raisedHands } from "./view"

/** Raised hands in the order in which they are called. */
export function Hands() {
  const { t } = useLingui()
  const { conference } = useHere()
  const view = useView()
  const act = useAct()
  const up = raisedHands(view)
  if (up.length === 0) return null
  return (
    <section className={styles.hands}>
      <h2>
        <Icon name="hand-palm-fill" />
        {t`${plural(up.length, { one: "# hand", other: "# hands" })}`}
      </h2>
      <ol>
        {up.map((one) => (
          <HandRow key={one.person.id} raised={one} />
        ))}
      </ol>
      <Check isSelected={view.quietFirst} onChange={(on) => void act(() => conference.orderHands(on))}>
        {t`Schools that spoke less come first`}
      </Check>
    </section>
  )
}

function HandRow({ raised: { hand, person, number } }: { raised: RaisedHand }) {
  const { t } = useLingui()
  const { conference, event } = useHere()
  const act = useAct()
  // In an event whoever is called comes on the stage; those of a class sit before their teacher's device.
  const stage = event !== null && hand.pupil === null
  const lower = () => conference.raiseHand(false, { user: hand.user, pupil: hand.pupil })
  return (
    <li>
      <span className={styles.place}>{number}</span>
      {person.country && <Flag country={person.country} code={false} />}
      <bdi className={styles.name}>{person.name}</bdi>
      {stage && (
        <Button
          size="small"
          look="bright"
          onPress={() => void act(() => conference.appoint(hand.user, "presenter"))}
        >
          {t`On the stage`}
        </Button>
      )}
      {stage ? (
        <IconButton small icon="x" label={t`Lower`} onPress={() => void act(lower)} />
      ) : (
        <Button size="small" onPress={() => void act(lower)}>
          {t`Lower`}
        </Button>
      )}
    </li>
  )
}
