import { plural } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import type { Waiting } from "../../live"
import { Button, Flag, Icon } from "../../ui"
import { useAct, useHere, useView } from "./context"
import { bySchool, personWaiting } from "./people"
import styles from "./rail.module.css"
import { askingIn } from "./view"

/** Who asks to come in, by school: all, all of one's own, or one by one. */
export function Lobby() {
  const { t } = useLingui()
  const { conference, you } = useHere()
  const view = useView()
  const act = useAct()
  const asking = askingIn(view)
  if (asking.length === 0) return <Queue />
  const mine = asking.filter(({ person }) => person.kind === "pupil" && person.school === you.school)
  return (
    <section className={styles.lobby}>
      <h2>
        <Icon name="door-open" />
        <span>{t`${plural(asking.length, { one: "# person is waiting", other: "# people are waiting" })}`}</span>
      </h2>
      <p className={styles.all}>
        {mine.length > 0 && (
          <Button size="small" look="main" onPress={() => void act(() => conference.admit("mine"))}>
            {t`Admit all mine`}
          </Button>
        )}
        <Button
          size="small"
          look={mine.length > 0 ? "plain" : "main"}
          onPress={() => void act(() => conference.admit("all"))}
        >
          {t`Admit all`}
        </Button>
      </p>
      {bySchool(asking, personWaiting, you.school).map((school) => (
        <div key={school.name}>
          <p className={styles.school}>
            {school.country && <Flag country={school.country} code={false} size="s" />}
            <bdi>{school.name || t`Guests`}</bdi>
          </p>
          <ul>
            {school.people.map((one) => (
              <WaitingRow key={one.person.id} waiting={one} />
            ))}
          </ul>
        </div>
      ))}
      <Queue />
    </section>
  )
}

function WaitingRow({ waiting: { person, reason } }: { waiting: Waiting }) {
  const { t } = useLingui()
  const { conference } = useHere()
  const act = useAct()
  return (
    <li>
      <span className={styles.name}>
        <bdi>{person.name}</bdi>
        {reason === "sent_back" && <small>{t`sent back to the waiting room`}</small>}
      </span>
      <Button size="small" onPress={() => void act(() => conference.admit(person.id))}>
        {t`Admit`}
      </Button>
      <Button size="small" look="quiet" onPress={() => void act(() => conference.deny(person.id))}>
        {t`Deny`}
      </Button>
    </li>
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
