import type { ReactNode } from "react"
import { Link, useLocation } from "react-router"
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
  const { pathname } = useLocation()
  const isCurrent = ({ to, end, current }: NavTab) =>
    current || pathname === to || (!end && pathname.startsWith(`${to}/`))
  return (
    <nav className={styles.tabs} aria-label={label}>
      {tabs.map((tab) => (
        <Link key={tab.to} to={tab.to} aria-current={isCurrent(tab) ? "page" : undefined}>
          {tab.label}
          {tab.live && (
            <span className={styles.dot}>
              <span className="sr">{tab.live}</span>
            </span>
          )}
        </Link>
      ))}
      {children}
    </nav>
  )
}
