import type { Participant } from "../../live"
import { classes } from "../../ui"
import styles from "./network.module.css"

const BARS: Record<Participant["network"], number> = { poor: 1, weak: 2, good: 3 }

/** Somebody's line as three bars: their number says what their colour says. */
export function NetworkBars({ network, label }: { network: Participant["network"]; label?: string }) {
  const said = label ? { role: "img", "aria-label": label, title: label } : { "aria-hidden": true }
  return (
    <span className={classes(styles.bars, styles[network])} {...said}>
      {[1, 2, 3].map((bar) => (
        <i key={bar} className={classes(bar <= BARS[network] && styles.on)} />
      ))}
    </span>
  )
}
