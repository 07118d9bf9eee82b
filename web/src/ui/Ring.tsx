import type { ReactNode } from "react"
import { classes } from "./classes"
import styles from "./Ring.module.css"

export interface RingProps {
  /** What is left, 0 to 1. */
  fraction: number
  /** The number in the middle and, on the large ring, its unit. */
  value: ReactNode
  unit?: string
  /** Minutes left decide the colour: ochre from 10, clay from 5. */
  minutes?: number
  small?: boolean
  label: string
}

/** Time that is left, as a ring; an image with a label, not a live region. */
export function CountdownRing({ fraction, value, unit, minutes, small, label }: RingProps) {
  const around = 2 * Math.PI * 36
  const tone = minutes === undefined || minutes > 10 ? null : minutes > 5 ? styles.soon : styles.now
  return (
    <div className={classes(styles.ring, small && styles.small, tone)} role="img" aria-label={label}>
      <svg viewBox="0 0 80 80" aria-hidden="true">
        <circle className={styles.track} cx="40" cy="40" r="36" />
        <circle
          className={styles.left}
          cx="40"
          cy="40"
          r="36"
          strokeDasharray={`${around * Math.max(0, Math.min(1, fraction))} ${around}`}
        />
      </svg>
      <div>
        <b>{value}</b>
        {unit && !small && <span>{unit}</span>}
      </div>
    </div>
  )
}
