import type { ReactNode } from "react"
import { classes } from "./classes"
import { Icon } from "./Icon"
import type { IconName } from "./icons"
import styles from "./Tag.module.css"

export interface TagProps {
  kind?: "neutral" | "live" | "ok" | "hold" | "bad" | "info" | "staff"
  icon?: IconName
  children: ReactNode
}

/** A state in one or two words. */
export function Tag({ kind = "neutral", icon, children }: TagProps) {
  return (
    <span className={classes(styles.tag, styles[kind])}>
      {icon && <Icon name={icon} className={styles.icon} />}
      {children}
    </span>
  )
}
