import { Trans, useLingui } from "@lingui/react/macro"
import { type ConferenceSummary, line } from "../../live"
import { ButtonLink, classes, Icon, Tag, Time, useNow } from "../../ui"
import card from "../../ui/Card.module.css"
import { ConferenceRing } from "./ConferenceRing"
import { isRunning } from "./conferences"
import styles from "./NextConference.module.css"

const serverClock = () => line.serverNow()

export interface NextConferenceProps {
  conference: ConferenceSummary
  slug: string
  /** Names the project, where the card stands outside it. */
  withSpace?: boolean
}

/** The next meeting: how long until then, when it is twice, who leads, and the way in. */
export function NextConference({ conference, slug, withSpace }: NextConferenceProps) {
  const running = isRunning(conference)
  const now = useNow(10_000, serverClock)
  const begun = now >= Date.parse(conference.starts_at)
  const full = conference.seats_taken >= conference.seats
  return (
    <section className={classes(card.card, card.pad, card.twin, styles.next)}>
      <div className={styles.head}>
        <h2>
          {running ? (
            <Trans>Running now</Trans>
          ) : begun ? (
            <Trans>Doors open</Trans>
          ) : (
            <Trans>Next conference</Trans>
          )}
        </h2>
        {running ? (
          <Tag kind="live">
            <Trans>Live</Trans>
          </Tag>
        ) : (
          <MediaTag media={conference.media} />
        )}
      </div>
      <div className={styles.what}>
        <ConferenceRing conference={conference} />
        <div>
          <h3>
            <bdi>{conference.title}</bdi>
          </h3>
          <p className={styles.when}>
            <Time start={conference.starts_at} end={conference.ends_at} />
          </p>
          {withSpace && (
            <p className={styles.where}>
              <bdi>{conference.space_title}</bdi>
            </p>
          )}
        </div>
      </div>
      <p className={styles.who}>
        <Trans>
          <bdi>{conference.host.name}</bdi> leads it.
        </Trans>{" "}
        {conference.seats_taken > 0 && (
          <Trans>
            {conference.seats_taken} of {conference.seats} seats are taken.
          </Trans>
        )}
      </p>
      <WayIn conference={conference} slug={slug} />
      {full && running && (
        <p className={styles.note}>
          <Icon name="users-three" />
          <Trans>The room is full. You can wait in the line.</Trans>
        </p>
      )}
    </section>
  )
}

export function MediaTag({ media }: { media: ConferenceSummary["media"] }) {
  return (
    <Tag kind="info" icon={media === "audio" ? "headphones" : "video-camera"}>
      {media === "audio" ? <Trans>Audio only</Trans> : <Trans>Video and audio</Trans>}
    </Tag>
  )
}

/** The door: open, or the time at which it opens. The page behind it says who else must be inside. */
export function WayIn({
  conference,
  slug,
  small,
}: {
  conference: ConferenceSummary
  slug: string
  small?: boolean
}) {
  const { t } = useLingui()
  const now = useNow(10_000, serverClock)
  const open = conference.you_may_enter || conference.you_host || now >= Date.parse(conference.doors_at)
  const words = conference.state === "live" ? t`Join` : conference.you_host ? t`Enter the room` : t`Get ready`
  return (
    <div className={styles.way}>
      <ButtonLink
        to={`/t/${slug}/conference/${conference.id}`}
        look={open && (!small || conference.state === "live") ? "main" : "plain"}
        size={small ? "small" : "big"}
        icon={small ? undefined : "door-open-fill"}
      >
        {words}
      </ButtonLink>
      {!open && !small && (
        <p className={styles.note}>
          <Icon name="chalkboard-teacher" />
          <Trans>Pupils come in when a teacher is inside.</Trans>
        </p>
      )}
    </div>
  )
}
