import { plural } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import type { ConferenceSummary } from "../../live"
import { CountdownRing } from "../../ui"
import { useServerNow } from "./context"
import styles from "./head.module.css"
import { remaining, useRemainingWords } from "./remaining"

/** How much time is left, for everybody to see: green, ochre from 10 minutes, clay from 5. */
export function Clock({ summary }: { summary: ConferenceSummary }) {
  const { t } = useLingui()
  const now = useServerNow()
  const left = remaining(summary, now)
  const { minutes } = left
  const started = left.until !== "start"
  const words = useRemainingWords(left)
  // The room of an event opens the day before.
  const hours = Math.floor(minutes / 60)
  const far = !started && hours >= 2
  const label = far ? t`${plural(hours, { one: "Starts in # hour", other: "Starts in # hours" })}` : words
  return (
    <span className={styles.clock}>
      <CountdownRing
        small
        fraction={started ? minutes / left.of : 1}
        value={far ? t`${hours} h` : minutes}
        {...(started ? { minutes } : {})}
        label={label}
      />
      <span className={styles.long} aria-hidden="true">
        {label}
      </span>
    </span>
  )
}
