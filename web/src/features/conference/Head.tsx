import { useLingui } from "@lingui/react/macro"
import type { ConferenceSummary } from "../../live"
import { Button, Tag } from "../../ui"
import { Clock } from "./Clock"
import { useAct, useHere, useServerNow, useView } from "./context"
import styles from "./head.module.css"
import { may, minutesLeft, nextLength } from "./view"

/** When the button to extend appears: the host has planned enough by then. */
const EXTEND_FROM_MIN = 15

/** The top of the room: time, title, how many are inside, that nothing is recorded. */
export function Head({ summary }: { summary: ConferenceSummary }) {
  const { t } = useLingui()
  const { participants, locked } = useView()
  const inside = participants.length
  const { seats } = summary
  return (
    <header className={styles.head}>
      <Clock summary={summary} />
      <Extend summary={summary} />
      <h1>
        <bdi>{summary.title}</bdi>
      </h1>
      <div className={styles.tags}>
        {locked && (
          <Tag kind="hold" icon="lock-simple-fill">
            {t`Locked`}
          </Tag>
        )}
        {summary.media === "audio" && <Tag icon="headphones">{t`Sound only`}</Tag>}
        <Tag icon="users-three-fill">
          <span className={styles.long}>{t`${inside} of ${seats}`}</span>
          <span className={styles.short}>{inside}</span>
        </Tag>
        <Tag icon="record">{t`Not recorded`}</Tag>
      </div>
    </header>
  )
}

function Extend({ summary }: { summary: ConferenceSummary }) {
  const { t } = useLingui()
  const { conference } = useHere()
  const view = useView()
  const act = useAct()
  const left = minutesLeft(summary.ends_at, useServerNow(10_000))
  const length = view.warning ? view.warning.extendTo : nextLength(summary.duration_min)
  if (
    !may(view, "CONFERENCE_MODERATE") ||
    view.seat?.role !== "host" ||
    length === null ||
    left > EXTEND_FROM_MIN
  )
    return null
  return (
    <Button size="small" icon="clock" onPress={() => void act(() => conference.extend())}>
      {t`Extend to ${length}`}
    </Button>
  )
}
