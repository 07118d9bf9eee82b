import type { ReactNode } from "react"
import { Icon } from "../../ui"
import type { Light } from "./lights"
import styles from "./lights.module.css"

/** One light: an icon, its word, the one cure, and what one can press. */
export function LightRow({
  light,
  action,
  children,
}: {
  light: Light
  action?: ReactNode
  children?: ReactNode
}) {
  return (
    <li className={styles.light} data-colour={light.colour}>
      <Icon name={light.icon} className={styles.lamp} />
      <div role="status">
        <h3>{light.word}</h3>
        <p>{light.cure}</p>
      </div>
      <div className={styles.action}>{action}</div>
      {children && <div className={styles.below}>{children}</div>}
    </li>
  )
}
