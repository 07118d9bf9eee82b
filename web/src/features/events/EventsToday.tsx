import { Trans } from "@lingui/react/macro"
import { queryOptions, useQuery } from "@tanstack/react-query"
import { ask, type EventCard, type Today } from "../../live"
import { ButtonLink } from "../../ui"
import { Row } from "./Agenda"
import styles from "./Agenda.module.css"

const todayQuery = queryOptions({
  queryKey: ["events", "today"],
  queryFn: () => ask<Today>("GET", "/api/today"),
  refetchInterval: 60_000,
})

const isMine = ({ you_are, state }: EventCard) =>
  state !== "cancelled" && (you_are === "host" || you_are === "cohost" || you_are === "joined")

/** Today's events that the reader leads or has joined; nothing, when there are none. */
export function EventsToday({ className }: { className?: string | undefined }) {
  const { data } = useQuery(todayQuery)
  const mine = data?.events.filter(isMine) ?? []
  if (mine.length === 0) return null
  return (
    <section className={className}>
      <h2>
        <Trans>My events today</Trans>
      </h2>
      <ul className={styles.today}>
        {mine.map((event) => (
          <Row key={event.id} event={event} action={mayEnter(event) && <Enter event={event} />} />
        ))}
      </ul>
    </section>
  )
}

function mayEnter({ mode, state, you_are, open_until }: EventCard): boolean {
  return (
    mode === "online" &&
    (state === "live" ||
      state === "doors" ||
      (state === "preparing" && you_are !== "joined") ||
      open_until !== null)
  )
}

function Enter({ event }: { event: EventCard }) {
  return (
    <ButtonLink to={`/events/${event.id}/room`} look={event.state === "live" ? "main" : "plain"} size="small">
      <Trans>Enter the room</Trans>
    </ButtonLink>
  )
}
