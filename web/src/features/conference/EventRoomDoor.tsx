import { useLingui } from "@lingui/react/macro"
import { queryOptions } from "@tanstack/react-query"
import { ask, type ConferenceSummary, type Id, Refusal } from "../../live"
import { ButtonLink, classes, Icon, Skeleton } from "../../ui"
import card from "../../ui/Card.module.css"
import { Doorway, useBackWords, wayBack } from "./Doorway"
import { momentText } from "./moment"
import styles from "./waiting.module.css"
import { explainConference } from "./words"

const LOOK_AGAIN_MS = 5000

/** The room of an event, for the caller; while the doors are closed it is asked for again. */
export const eventRoomQuery = (event: Id) =>
  queryOptions({
    queryKey: ["event-room", event],
    queryFn: () => ask<ConferenceSummary>("GET", "/api/events/{event}/conference", { path: { event } }),
    retry: (count, error) => !(error instanceof Refusal) && count < 3,
    refetchInterval: ({ state }) => (isClosed(state.error) ? LOOK_AGAIN_MS : false),
    // Inside, the socket says what changes.
    refetchOnWindowFocus: false,
  })

const isClosed = (error: Error | null) => error instanceof Refusal && error.code === "not_open"

/** Why one stands before the room of an event: its doors open later, or it is for those who take part. */
export function EventRoomDoor({ event, error }: { event: Id; error: Error | null }) {
  const { t, i18n } = useLingui()
  const from = { event }
  const back = useBackWords(from)
  const opens = error instanceof Refusal ? error.params.opens_at : undefined
  const doors = opens ? momentText(i18n, String(opens)) : ""
  return (
    <Doorway from={from}>
      {error ? (
        <section className={classes(card.card, styles.why)}>
          <Icon name={opens ? "clock" : "lock-simple"} className={styles.sign} />
          <div>
            <h1>{opens ? t`The doors open on ${doors}` : explainConference(i18n, error)}</h1>
            {opens && <p>{t`You can wait here: this page goes on by itself.`}</p>}
          </div>
          <ButtonLink to={wayBack(from)}>{back}</ButtonLink>
        </section>
      ) : (
        <Skeleton lines={5} />
      )}
    </Doorway>
  )
}
