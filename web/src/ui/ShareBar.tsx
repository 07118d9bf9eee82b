import type { CSSProperties } from "react"
import styles from "./ShareBar.module.css"

/** A part of a whole, 0 to 1, as a bar. The number stands beside it in words. */
export function ShareBar({ share }: { share: number }) {
  return <span className={styles.track} style={{ "--share": share } as CSSProperties} aria-hidden="true" />
}
