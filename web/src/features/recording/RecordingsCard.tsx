import { useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { Link } from "react-router"
import type { Id } from "../../live"
import { Clock } from "../../ui"
import card from "../../ui/Card.module.css"
import { pageOf, recordingsQuery } from "./api"
import styles from "./recording.module.css"
import { State } from "./State"
import { useProgress } from "./useProgress"
import { lengthText } from "./words"

/** The recordings of a conference that the reader may see; nothing where there is none. */
export function RecordingsCard({ conference }: { conference: Id }) {
  const { t } = useLingui()
  const { data } = useQuery(recordingsQuery(conference))
  useProgress(conference)
  if (!data || data.recordings.length === 0) return null
  return (
    <section className={card.card}>
      <div className={card.head}>
        <h2>{t`Recordings`}</h2>
      </div>
      <ul className={styles.list}>
        {data.recordings.map((one) => (
          <li key={one.id}>
            <Link to={pageOf(conference, one.id)}>
              <Clock at={one.started_at} /> · {lengthText(one.seconds)}
            </Link>
            <State recording={one} />
          </li>
        ))}
      </ul>
    </section>
  )
}
