import { useLingui } from "@lingui/react/macro"
import { Button, classes, IconButton } from "../../ui"
import { Balance } from "./Balance"
import { useAct, useHere, useView } from "./context"
import { Hands } from "./Hands"
import { Lobby } from "./Lobby"
import { People } from "./People"
import { RemovedPeople } from "./RemovedPeople"
import { RulesMenu } from "./RulesMenu"
import styles from "./rail.module.css"
import { leads } from "./view"

/** The teacher's rail: hands in order, who waits at the door, who is inside, who spoke, who is out. */
export function Rail({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const { conference, event } = useHere()
  const act = useAct()
  const view = useView()
  if (!leads(view)) return <Inside onClose={onClose} />
  return (
    <aside className={styles.rail} aria-label={t`People`}>
      <div className={classes(styles.tools, event && styles.none)}>
        {!event && (
          <Button
            size="small"
            icon="microphone-slash"
            onPress={() => void act(() => conference.mute("microphone", null))}
          >
            {t`Mute all pupils`}
          </Button>
        )}
        <span className={styles.onPhone}>
          <RulesMenu small />
        </span>
        <IconButton small icon="x" label={t`Close`} onPress={onClose} className={styles.close ?? ""} />
      </div>
      <div className={styles.scroll}>
        <Hands />
        <Lobby />
        <People />
        <Balance />
        <RemovedPeople />
      </div>
    </aside>
  )
}

/** For everybody else: who is inside, and where one reports somebody. */
function Inside({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  return (
    <aside className={styles.rail} aria-label={t`People`}>
      <div className={styles.tools}>
        <h2>{t`People`}</h2>
        <IconButton small icon="x" label={t`Close`} onPress={onClose} />
      </div>
      <div className={styles.scroll}>
        <People />
      </div>
    </aside>
  )
}
