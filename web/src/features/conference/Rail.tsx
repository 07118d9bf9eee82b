import { plural } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import { Button, Flag, Icon, IconButton, Toggle } from "../../ui"
import { useAct, useHere, useView } from "./context"
import { People } from "./People"
import { bySchool, personWaiting } from "./people"
import styles from "./rail.module.css"
import { askingIn, hands } from "./view"

/** The teacher's rail: hands in order, who waits at the door, who is inside, and the two big switches. */
export function Rail({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const { conference } = useHere()
  const { locked } = useView()
  const act = useAct()
  return (
    <aside className={styles.rail} aria-label={t`People`}>
      <div className={styles.tools}>
        <Button
          size="small"
          icon="microphone-slash"
          onPress={() => void act(() => conference.mute("microphone", null))}
        >
          {t`Mute all pupils`}
        </Button>
        <Toggle
          className={styles.lock ?? ""}
          isSelected={locked}
          onChange={(on) => void act(() => conference.lock(on))}
        >
          <Icon name={locked ? "lock-simple-fill" : "lock-simple"} />
          {t`Lock`}
        </Toggle>
        <IconButton small icon="x" label={t`Close`} onPress={onClose} className={styles.close ?? ""} />
      </div>
      <div className={styles.scroll}>
        <Hands />
        <Lobby />
        <Queue />
        <People />
      </div>
    </aside>
  )
}

function Hands() {
  const { t } = useLingui()
  const { conference } = useHere()
  const { participants } = useView()
  const act = useAct()
  const up = hands(participants)
  if (up.length === 0) return null
  return (
    <section className={styles.hands}>
      <h2>
        <Icon name="hand-palm-fill" />
        {t`${plural(up.length, { one: "# hand", other: "# hands" })}`}
      </h2>
      <ol>
        {up.map(({ person }, place) => (
          <li key={person.id}>
            <span className={styles.place}>{place + 1}</span>
            {person.country && <Flag country={person.country} code={false} />}
            <bdi className={styles.name}>{person.name}</bdi>
            <Button size="small" onPress={() => void act(() => conference.raiseHand(false, person.id))}>
              {t`Lower`}
            </Button>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** Those for whom there is no seat: nobody can let them in by a press. */
function Queue() {
  const { t } = useLingui()
  const { lobby } = useView()
  const queued = lobby.filter(({ reason }) => reason === "full").length
  if (queued === 0) return null
  return (
    <p className={styles.queue}>
      <Icon name="hourglass-high" />
      {t`${plural(queued, { one: "# person waits for a free seat", other: "# people wait for a free seat" })}`}
    </p>
  )
}

function Lobby() {
  const { t } = useLingui()
  const { conference, you } = useHere()
  const view = useView()
  const act = useAct()
  const asking = askingIn(view)
  if (asking.length === 0) return null
  return (
    <section className={styles.lobby}>
      <h2>
        <Icon name="door-open" />
        <span>{t`${plural(asking.length, { one: "# person is waiting", other: "# people are waiting" })}`}</span>
        <Button size="small" look="main" onPress={() => void act(() => conference.admit(null))}>
          {t`Admit all`}
        </Button>
      </h2>
      {bySchool(asking, personWaiting, you.school).map((school) => (
        <div key={school.name}>
          <p className={styles.school}>
            {school.country && <Flag country={school.country} code={false} size="s" />}
            <bdi>{school.name || t`Guests`}</bdi>
          </p>
          <ul>
            {school.people.map(({ person }) => (
              <li key={person.id}>
                <bdi className={styles.name}>{person.name}</bdi>
                <Button size="small" onPress={() => void act(() => conference.admit(person.id))}>
                  {t`Admit`}
                </Button>
                <Button size="small" look="quiet" onPress={() => void act(() => conference.deny(person.id))}>
                  {t`Deny`}
                </Button>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}
