import type { ReactNode } from "react"
import styles from "./Banner.module.css"
import { classes } from "./classes"
import { Icon } from "./Icon"
import type { IconName } from "./icons"

const ICON: Record<string, IconName> = {
  info: "info",
  hold: "hourglass-medium-fill",
  bad: "warning-fill",
  ok: "check-circle-fill",
}

export interface BannerProps {
  kind?: "info" | "hold" | "bad" | "ok"
  icon?: IconName
  /** Said to those who listen, for things that happen while one looks: at once, or politely when they pause. */
  alert?: boolean | "politely"
  action?: ReactNode
  className?: string
  children: ReactNode
}

/** Something one must know here: an edge, a tint, an icon and words. */
export function Banner({ kind = "info", icon, alert, action, className, children }: BannerProps) {
  return (
    <div
      className={classes(styles.banner, styles[kind], className)}
      role={alert === "politely" ? "status" : alert ? "alert" : undefined}
    >
      <Icon name={icon ?? ICON[kind] ?? "info"} className={styles.icon} />
      <div className={styles.words}>{children}</div>
      {action}
    </div>
  )
}
