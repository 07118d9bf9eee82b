import type { ReactNode } from "react"
import styles from "./Empty.module.css"
import { TwinTile } from "./TwinTile"

/** Nothing here yet: a tile, one sentence, at most one thing to do. */
export function Empty({
  title,
  children,
  action,
}: {
  title: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className={styles.empty}>
      <TwinTile seed={title} family={4} columns={2} rows={2} className={styles.tile} />
      <b>{title}</b>
      {children && <p>{children}</p>}
      {action}
    </div>
  )
}
