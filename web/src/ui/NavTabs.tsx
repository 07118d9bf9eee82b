import type { ReactNode } from "react"
import { NavLink } from "react-router"
import styles from "./NavTabs.module.css"

export interface NavTab {
  to: string
  label: string
  end?: boolean
  /** A page that stands under this tab though its address does not. */
  current?: boolean
  /** A red dot with these words for listeners. */
  live?: string | null
}

/** Tabs that are pages: they scroll, never wrap. */
export function NavTabs({
  label,
  tabs,
  children,
}: {
  label: string
  tabs: readonly NavTab[]
  children?: ReactNode
}) {
  return (
    <nav className={styles.tabs} aria-label={label}>
      {tabs.map((tab) => (
        <NavLink
          key={tab.to}
          to={tab.to}
          end={tab.end ?? false}
          {...(tab.current && { "aria-current": "page" })}
        >
          {tab.label}
          {tab.live && (
            <span className={styles.dot}>
              <span className="sr">{tab.live}</span>
            </span>
          )}
        </NavLink>
      ))}
      {children}
    </nav>
  )
}
