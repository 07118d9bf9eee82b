import { useLingui } from "@lingui/react/macro"
import type { ReactNode } from "react"
import { Link } from "react-router"
import { Brand } from "../../ui/Brand"
import styles from "./doorway.module.css"

/** The page around what happens before and after the room: a slim bar with the way back, and the words in the middle. */
export function Doorway({ slug, children }: { slug: string; children: ReactNode }) {
  const { t } = useLingui()
  return (
    <>
      <header className={styles.bar}>
        <Link to="/" className={styles.brand}>
          <Brand />
        </Link>
        <Link to={liveTab(slug)} className={styles.back}>
          {t`Back to the TwinSpace`}
        </Link>
      </header>
      <main className={styles.wrap} id="main">
        {children}
      </main>
    </>
  )
}

/** The tab of the TwinSpace that one came from. */
export function liveTab(slug: string): string {
  return `/t/${slug}/live`
}

/** What is left of a conference, for its teachers. */
export function reportOf(slug: string, conference: string): string {
  return `/t/${slug}/report/${conference}`
}
