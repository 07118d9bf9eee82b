import { useLingui } from "@lingui/react/macro"
import type { ReactNode } from "react"
import { Link } from "react-router"
import type { ConferenceSummary, Id } from "../../live"
import { Brand } from "../../ui/Brand"
import styles from "./doorway.module.css"

/** Where one comes from: the tab of a TwinSpace, or the page of an event. */
export type From = { slug: string } | { event: Id }

export const cameFrom = ({
  event,
  space_slug: slug,
}: Pick<ConferenceSummary, "event" | "space_slug">): From => (event ? { event } : { slug })

/** The page around what happens before and after the room: a slim bar with the way back, and the words in the middle. */
export function Doorway({ from, children }: { from: From; children: ReactNode }) {
  const back = useBackWords(from)
  return (
    <>
      <header className={styles.bar}>
        <Link to="/" className={styles.brand}>
          <Brand />
        </Link>
        <Link to={wayBack(from)} className={styles.back}>
          {back}
        </Link>
      </header>
      <main className={styles.wrap} id="main">
        {children}
      </main>
    </>
  )
}

export function useBackWords(from: From): string {
  const { t } = useLingui()
  return "event" in from ? t`Back to the event` : t`Back to the TwinSpace`
}

/** The tab of the TwinSpace, or the event, that one came from. */
export function wayBack(from: From): string {
  return "event" in from ? `/events/${from.event}` : `/t/${from.slug}/live`
}

/** What is left of a conference, for its teachers, or for those who led the event. */
export function reportOf(from: From, conference: string): string {
  return "event" in from ? `/events/${from.event}/report` : `/t/${from.slug}/report/${conference}`
}
