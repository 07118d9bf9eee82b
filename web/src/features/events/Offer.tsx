import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useRef } from "react"
import { type EventPage, line } from "../../live"
import { Banner, Button, ButtonLink, explain, Icon, Tag, useNow, useZone } from "../../ui"
import { hours, ownTime } from "../../ui/time"
import { eventQuery, fileOf, join, leave } from "./api"
import styles from "./Offer.module.css"
import { audienceText } from "./words"

/** What is offered to those who come to an event, or lead it, until it is over. */
const COMES = new Set<EventPage["offer"]>(["leave", "manage", "prepare", "enter", "live"])
const serverClock = () => line.serverNow()

/** The one thing to do about an event now: a row each of the table in domain 6.3. */
export function Offer({ page }: { page: EventPage }) {
  const { i18n } = useLingui()
  const { card, offer } = page
  const around = useRef<HTMLDivElement>(null)
  // The button that was pressed goes away: the focus stays where its answer stands.
  const [act, acting, problem] = useAct(page, () => around.current?.focus())
  const number = page.place_in_line ?? 1
  const comes = COMES.has(offer)
  const leads = card.you_are === "host" || card.you_are === "cohost"
  // A school can still try its network in time.
  const showsCheck = comes && offer !== "live" && card.mode === "online" && page.space !== null
  return (
    <div className={styles.offer} ref={around} tabIndex={-1}>
      {problem && (
        <Banner kind="bad" alert>
          {problem}
        </Banner>
      )}
      {offer === "join" && (
        <Button look="main" size="big" wide isPending={acting} onPress={() => act(join)}>
          <Trans>Join the event</Trans>
        </Button>
      )}
      {offer === "wait" && (
        <>
          <Button look="main" size="big" wide isPending={acting} onPress={() => act(join)}>
            <Trans>Waiting list</Trans>
          </Button>
          <p>
            <Trans>All seats are taken. When one is free, the first in the line gets it.</Trans>
          </p>
        </>
      )}
      {offer === "locked" && (
        <p className={styles.lock}>
          <Icon name="lock-simple-fill" />
          {card.audience === "all" ? (
            <Trans>This event is for eTwinners.</Trans>
          ) : (
            <span>
              <Trans>This event is not for everybody:</Trans> {audienceText(i18n, card, page.countries)}.
            </span>
          )}
        </p>
      )}
      {offer === "leave_line" && (
        <>
          <p className={styles.said}>
            {number === 1 ? (
              <Trans>You are next in the line.</Trans>
            ) : (
              <Trans>You are number {number} in the line.</Trans>
            )}
          </p>
          <Button isPending={acting} onPress={() => act(leave)}>
            <Trans>Leave the line</Trans>
          </Button>
        </>
      )}
      {comes && <Coming page={page} />}
      {offer === "overtime" && card.open_until && <Overtime until={Date.parse(card.open_until)} />}
      {(offer === "enter" || offer === "live" || offer === "prepare" || offer === "overtime") && (
        <ButtonLink
          to={`/events/${card.id}/room`}
          look={offer === "prepare" ? "plain" : "main"}
          size="big"
          wide
          icon="door-open-fill"
        >
          <Trans>Enter the room</Trans>
        </ButtonLink>
      )}
      {offer === "prepare" && (
        <p>
          <Trans>Only those who lead can go in before the doors open.</Trans>
        </p>
      )}
      {comes && (
        <div className={styles.pair}>
          {leads && card.mode === "online" && (
            <ButtonLink to={`/events/${card.id}/prepare`} icon="list-checks">
              <Trans>Prepare</Trans>
            </ButtonLink>
          )}
          <File page={page} />
          {!leads && (
            <Button look="stop-line" isPending={acting} onPress={() => act(leave)}>
              <Trans>Leave</Trans>
            </Button>
          )}
        </div>
      )}
      {showsCheck && (
        <ButtonLink to={`/events/${card.id}/check`} look="quiet" size="small" icon="wifi-high">
          <Trans>Network check</Trans>
        </ButtonLink>
      )}
      {offer === "publish" && (
        <>
          <p>
            <Trans>Only those who lead it see this draft.</Trans>
          </p>
          <ButtonLink to={`/events/${card.id}/edit`} look="main" wide icon="pencil-simple">
            <Trans>Edit and publish</Trans>
          </ButtonLink>
        </>
      )}
      {offer === "over" && (
        <p className={styles.said}>
          <Trans>This event is over.</Trans>
        </p>
      )}
      {offer === "cancelled" && (
        <Banner kind="bad" icon="prohibit">
          <b>
            <Trans>This event was called off.</Trans>
          </b>{" "}
          <bdi>{page.cancel_reason}</bdi>
        </Banner>
      )}
    </div>
  )
}

/** What one is to this event, and how long until it begins. */
function Coming({ page: { card, offer } }: { page: EventPage }) {
  if (offer === "live")
    return (
      <p>
        <Tag kind="live">
          <Trans>Live</Trans>
        </Tag>
      </p>
    )
  return (
    <p className={styles.said}>
      {card.you_are === "joined" && <Icon name="check-circle-fill" />}
      <span>
        {card.you_are === "joined" ? <Trans>You take part.</Trans> : <Trans>You lead this event.</Trans>}{" "}
        <Countdown start={card.starts_at} />
      </span>
    </p>
  )
}

/** The planned time is over, and people are still inside (D-19). */
function Overtime({ until }: { until: number }) {
  const { i18n } = useLingui()
  const own = ownTime(i18n, until, useZone())
  const closes = `${hours(until, null)}${own ? ` (${own})` : ""}`
  return (
    <p className={styles.said}>
      <Trans>The planned time is over. The room closes at {closes}.</Trans>
    </p>
  )
}

function File({ page }: { page: EventPage }) {
  return (
    <ButtonLink to={fileOf(page.card.id)} reloadDocument download icon="calendar-plus">
      <Trans>Add to calendar</Trans>
    </ButtonLink>
  )
}

/** How long until it starts: days, then hours, then minutes. */
function Countdown({ start }: { start: string }) {
  const now = useNow(30_000, serverClock)
  const minutes = Math.ceil((Date.parse(start) - now) / 60_000)
  if (minutes <= 0) return null
  if (minutes <= 90)
    return <Plural value={minutes} one="It begins in # minute." other="It begins in # minutes." />
  const hours = Math.round(minutes / 60)
  if (hours < 48) return <Plural value={hours} one="It begins in # hour." other="It begins in # hours." />
  return <Plural value={Math.round(hours / 24)} one="It begins in # day." other="It begins in # days." />
}

/** Joins or leaves, and shows the page as the server gives it back. */
function useAct(page: EventPage, onDone: () => void): [(how: typeof join) => void, boolean, string | null] {
  const { i18n } = useLingui()
  const queries = useQueryClient()
  const { mutate, isPending, error } = useMutation({
    mutationFn: (how: typeof join) => how(page.card.id),
    onSuccess: (after) => {
      queries.setQueryData(eventQuery(after.card.id).queryKey, after)
      void queries.invalidateQueries({ queryKey: ["events"] })
      requestAnimationFrame(onDone)
    },
    onError: () => queries.invalidateQueries(eventQuery(page.card.id)),
  })
  return [mutate, isPending, error ? explain(i18n, error) : null]
}
