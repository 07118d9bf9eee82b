import { Trans, useLingui } from "@lingui/react/macro"
import type { ReactNode } from "react"
import { Link, NavLink, Outlet, useLocation } from "react-router"
import { useMe } from "../features/account"
import { Bell } from "../features/notifications"
import { classes, Icon } from "../ui"
import { Brand } from "../ui/Brand"
import { OfflineStrip } from "./OfflineStrip"
import { ProfileMenu } from "./ProfileMenu"
import styles from "./Shell.module.css"

/** The green bar. Only entries that work; pupils have no menu. */
export function TopBar({ className }: { className?: string }) {
  const { t } = useLingui()
  const me = useMe()
  const inProjects = useInProjects()
  return (
    <header className={classes(styles.bar, className)}>
      <Link to="/" className={styles.home} aria-label={t`TwinSpace Live, home`}>
        <Brand />
      </Link>
      {me.account_type !== "pupil" && (
        <nav aria-label={t`Main`}>
          <NavLink to="/" end>
            <Trans>Today</Trans>
          </NavLink>
          <Link to="/projects" aria-current={inProjects ? "page" : undefined}>
            <Trans>Projects</Trans>
          </Link>
          <NavLink to="/events">
            <Trans>Events</Trans>
          </NavLink>
          <NavLink to="/my-pupils">
            <Trans>My pupils</Trans>
          </NavLink>
          <NavLink to="/cases">
            <Trans>Reports</Trans>
          </NavLink>
        </nav>
      )}
      <div className={styles.tools}>
        <Bell />
        <ProfileMenu />
      </div>
    </header>
  )
}

/** A TwinSpace is one of the projects. */
function useInProjects(): boolean {
  return /^\/(t|projects)(\/|$)/.test(useLocation().pathname)
}

/** The menu on phones and tablets, under the thumb. */
function Dock() {
  const { t } = useLingui()
  const inProjects = useInProjects()
  return (
    <nav className={styles.dock} aria-label={t`Main`}>
      <NavLink to="/" end>
        <Icon name="house" />
        <Trans>Today</Trans>
      </NavLink>
      <Link to="/projects" aria-current={inProjects ? "page" : undefined}>
        <Icon name="folders" />
        <Trans>Projects</Trans>
      </Link>
      <NavLink to="/events">
        <Icon name="calendar-blank" />
        <Trans>Events</Trans>
      </NavLink>
      <NavLink to="/my-pupils">
        <Icon name="shield-check" />
        <Trans>My pupils</Trans>
      </NavLink>
    </nav>
  )
}

/** Bar, strip, content, dock. */
export function Shell() {
  const me = useMe()
  const docked = me.account_type !== "pupil"
  return (
    <div className={classes(docked && styles.docked)}>
      <SkipLink />
      <TopBar />
      <OfflineStrip />
      <Outlet />
      {docked && <Dock />}
    </div>
  )
}

/** A page that fills the window: chat. It has a bar, but no dock and no margins. */
export function FullShell() {
  return (
    <div className={styles.full}>
      <SkipLink />
      <TopBar className={styles.barOfFull} />
      <OfflineStrip />
      <Outlet />
    </div>
  )
}

/** The content of an ordinary page. */
export function Page({ children, wide = true }: { children: ReactNode; wide?: boolean }) {
  return (
    <main id="main" tabIndex={-1} className={classes(styles.page, !wide && styles.narrow)}>
      {children}
    </main>
  )
}

function SkipLink() {
  return (
    <a className={styles.skip} href="#main">
      <Trans>Go to the content</Trans>
    </a>
  )
}
