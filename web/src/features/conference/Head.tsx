import { plural } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import type { ConferenceSummary } from "../../live"
import { classes, Tag } from "../../ui"
import { Clock } from "./Clock"
import { useHere, useView } from "./context"
import { Extend } from "./Extend"
import styles from "./head.module.css"
import { PauseButton } from "./PauseButton"
import { useRecording } from "./recording"

/** The top of the room: time, title, how many are inside, whether it is recorded. */
export function Head({ summary }: { summary: ConferenceSummary }) {
  const { t } = useLingui()
  const { participants, locked, moderators } = useView()
  const { recording: faces } = useHere()
  const recording = useRecording()
  const inside = participants.length
  const { seats, event } = summary
  return (
    <header className={styles.head}>
      <Clock summary={summary} />
      <Extend />
      <h1>
        <bdi>{summary.title}</bdi>
      </h1>
      <div className={styles.tags}>
        {moderators.length > 0 && (
          <Tag kind="info" icon="shield-check">
            <span className={classes(styles.mark, styles.watched)}>{t`Moderator present`}</span>
          </Tag>
        )}
        {locked && (
          <Tag kind="hold" icon="lock-simple-fill">
            {t`Locked`}
          </Tag>
        )}
        {summary.media === "audio" && <Tag icon="headphones">{t`Sound only`}</Tag>}
        <Tag icon="users-three-fill">
          {/* The seats of an event are for who joined; those who lead come on top (D-13). */}
          <span className={styles.long}>
            {event ? t`${plural(inside, { one: "# person", other: "# people" })}` : t`${inside} of ${seats}`}
          </span>
          <span className={styles.short}>{inside}</span>
        </Tag>
        {recording.mark ? (
          <Tag kind="bad" icon="record">
            <span className={styles.mark}>{t`Recording`}</span>
          </Tag>
        ) : (
          <Tag icon="record">
            <span className={styles.words}>{t`Not recorded`}</span>
          </Tag>
        )}
      </div>
      <div className={styles.record}>
        <faces.Button {...recording} />
      </div>
      <PauseButton />
    </header>
  )
}
