import { Trans } from "@lingui/react/macro"
import { useInfiniteQuery } from "@tanstack/react-query"
import { Link } from "react-router"
import { Button, Time } from "../../ui"
import { Title } from "./Agenda"
import { upcomingQuery } from "./api"
import styles from "./side.module.css"

const SHOWN = 5
const NO_FILTERS = { lang: "", country: "", form: "", q: "", mine: "" }

/** What comes next, whatever is in sight. */
export function Upcoming({ now, onAll }: { now: number; onAll: () => void }) {
  const from = new Date(now - (now % 3_600_000)).toISOString()
  const { data } = useInfiniteQuery(upcomingQuery(from, NO_FILTERS))
  const next = data?.pages[0]?.events
    .filter((event) => Date.parse(event.ends_at) > now && event.state !== "cancelled")
    .slice(0, SHOWN)
  return (
    <section className={styles.part}>
      <h2>
        <Trans>Upcoming events</Trans>
      </h2>
      {next?.length === 0 && (
        <p className={styles.soft}>
          <Trans>No event is planned.</Trans>
        </p>
      )}
      <ul className={styles.next}>
        {next?.map((event) => (
          <li key={event.id}>
            <Link to={`/events/${event.id}`}>
              <Title event={event} />
            </Link>
            <small>
              <Time start={event.starts_at} />
            </small>
          </li>
        ))}
      </ul>
      {next !== undefined && next.length > 0 && (
        <Button look="quiet" size="small" onPress={onAll}>
          <Trans>Show all</Trans>
        </Button>
      )}
    </section>
  )
}
