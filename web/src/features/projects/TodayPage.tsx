import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import type { ReactNode } from "react"
import { Link } from "react-router"
import { type ConferenceSummary, line, type SpaceCard } from "../../live"
import { ButtonLink, Empty, explain, Skeleton, Time, TwinTile, useNow, useZone } from "../../ui"
import { BRUSSELS, brusselsLabel, longDay, ownTime, wall } from "../../ui/time"
import { useTitle } from "../../ui/useTitle"
import { conferencesTodayQuery, spacesQuery } from "./api"
import { ProjectCards } from "./ProjectCards"
import styles from "./TodayPage.module.css"

const serverClock = () => line.serverNow()

export interface TodayPageProps {
  /** What app/ puts in: the ring and the way in belong to the spaces. */
  ring: (conference: ConferenceSummary) => ReactNode
  wayIn: (conference: ConferenceSummary) => ReactNode
  /** One's own events of today, when there are some. */
  events: ReactNode
  /** Of these, the one to point at. */
  nextOf: (conferences: readonly ConferenceSummary[]) => ConferenceSummary | null
  isOver: (conference: ConferenceSummary) => boolean
}

/** What is live today, and one's own projects. */
export function TodayPage({ ring, wayIn, events, nextOf, isOver }: TodayPageProps) {
  const { t, i18n } = useLingui()
  const conferences = useQuery(conferencesTodayQuery)
  const spaces = useQuery(spacesQuery)
  useTitle(t`Today`)
  const all = conferences.data?.conferences ?? []
  const next = nextOf(all)
  const later = all.filter((one) => one !== next && !isOver(one))
  return (
    <>
      <div className={styles.hello}>
        <h1>
          <Trans>Live today</Trans>
        </h1>
        <WallClock />
      </div>
      {conferences.isPending && <Skeleton lines={3} />}
      {conferences.error && <Empty title={explain(i18n, conferences.error)} />}
      {conferences.data &&
        (next ? <Feature conference={next} ring={ring(next)} spaces={spaces.data?.spaces} /> : <Nothing />)}
      {later.length > 0 && <Later conferences={later} wayIn={wayIn} />}
      {events && <div className={styles.events}>{events}</div>}
      <h2 className={styles.mine}>
        <Trans>My projects</Trans>
      </h2>
      {spaces.isPending && <Skeleton lines={3} />}
      {spaces.error && <Empty title={explain(i18n, spaces.error)} />}
      {spaces.data && <ProjectCards spaces={spaces.data.spaces} />}
    </>
  )
}

/** Day and hour in Brussels, and the viewer's own hour. */
function WallClock() {
  const { i18n } = useLingui()
  const zone = useZone()
  const now = useNow(60_000, serverClock)
  const brussels = wall(now, BRUSSELS)
  const own = ownTime(i18n, now, zone)
  return (
    <p className={styles.clock}>
      {longDay(i18n, brussels)},{" "}
      <b>
        {brussels.clock} {brusselsLabel(now)}
      </b>
      {own && ` (${own})`}
    </p>
  )
}

function Feature({
  conference,
  ring,
  spaces,
}: {
  conference: ConferenceSummary
  ring: ReactNode
  spaces: SpaceCard[] | undefined
}) {
  const { t } = useLingui()
  const running = conference.state === "live"
  const cover = spaces?.find((space) => space.id === conference.space)?.cover
  return (
    <section className={styles.feature}>
      <div className={styles.inside}>
        <div className={styles.what}>
          {ring}
          <div>
            <p className={styles.soft}>
              {running ? <Trans>Running now:</Trans> : <Trans>Next: conference,</Trans>}{" "}
              <Time start={conference.starts_at} end={conference.ends_at} />
            </p>
            <h2>
              <bdi>{conference.title}</bdi>
            </h2>
            <p className={styles.soft}>
              <Link to={`/t/${conference.space_slug}`}>
                <bdi>{conference.space_title}</bdi>
              </Link>
              {" · "}
              {conference.seats_taken > 0 ? (
                <Trans>
                  {conference.seats_taken} of {conference.seats} seats taken
                </Trans>
              ) : (
                <Trans>up to {conference.seats} people</Trans>
              )}
            </p>
          </div>
        </div>
        <div className={styles.buttons}>
          <ButtonLink
            to={`/t/${conference.space_slug}/conference/${conference.id}`}
            look="bright"
            icon="door-open-fill"
          >
            {running ? t`Join` : conference.you_host ? t`Enter the room` : t`Get ready`}
          </ButtonLink>
          <ButtonLink to={`/t/${conference.space_slug}/chat`} icon="chats" className={styles.second}>
            <Trans>Go to Chatroom</Trans>
          </ButtonLink>
        </div>
      </div>
      <TwinTile
        seed={conference.space_slug}
        family={cover ?? 4}
        columns={4}
        rows={5}
        className={styles.weave}
      />
    </section>
  )
}

function Nothing() {
  return (
    <section className={styles.feature}>
      <div className={styles.inside}>
        <h2>
          <Trans>No conference today</Trans>
        </h2>
        <p className={styles.soft}>
          <Trans>The chatrooms of your projects are open.</Trans>
        </p>
      </div>
      <TwinTile seed="a quiet day" family={4} columns={4} rows={3} className={styles.weave} />
    </section>
  )
}

function Later({
  conferences,
  wayIn,
}: {
  conferences: ConferenceSummary[]
  wayIn: (conference: ConferenceSummary) => ReactNode
}) {
  const { i18n } = useLingui()
  const zone = useZone()
  return (
    <section className={styles.later}>
      <h2>
        <Trans>Now and later</Trans>
      </h2>
      <ol className={styles.line}>
        {conferences.map((conference) => {
          const start = Date.parse(conference.starts_at)
          const running = conference.state === "live"
          return (
            <li key={conference.id}>
              <time dateTime={conference.starts_at}>
                {running ? <Trans>Now</Trans> : wall(start, BRUSSELS).clock}
                <small>{ownTime(i18n, start, zone) ?? brusselsLabel(start)}</small>
              </time>
              <span className={running ? styles.on : styles.off} aria-hidden="true" />
              <div>
                <h3>
                  <bdi>{conference.title}</bdi>
                </h3>
                <p>
                  <bdi>{conference.space_title}</bdi>
                  {" · "}
                  <Plural value={conference.duration_min} one="# minute" other="# minutes" />
                </p>
              </div>
              {wayIn(conference)}
            </li>
          )
        })}
      </ol>
    </section>
  )
}
