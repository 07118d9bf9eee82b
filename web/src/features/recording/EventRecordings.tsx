import { Trans, useLingui } from "@lingui/react/macro"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useEffect } from "react"
import { type Id, line, type Recording } from "../../live"
import { ButtonLink, useZone } from "../../ui"
import { dateText, wall } from "../../ui/time"
import { eventRecordingsQuery, pageOf } from "./api"
import styles from "./recording.module.css"
import { State } from "./State"
import { lengthText } from "./words"

/** What the page of an event shows of its recordings: a way to each that the reader may watch now. */
export function EventRecordings({ event }: { event: Id }) {
  const { data } = useQuery(eventRecordingsQuery(event))
  useNews(event)
  if (!data || data.recordings.length === 0) return null
  return (
    <div className={styles.ofEvent}>
      {data.recordings.map((one) => (
        <Way key={one.id} recording={one} />
      ))}
    </div>
  )
}

function Way({ recording }: { recording: Recording }) {
  const { i18n } = useLingui()
  const zone = useZone()
  const { conference, id, seconds, state, link_until, expires_at, has_pin, yours } = recording
  const ends = link_until ?? expires_at
  const until = ends && dateText(i18n, wall(ends, zone))
  const length = lengthText(seconds)
  return (
    <>
      {state === "published" ? (
        <ButtonLink to={pageOf(conference, id)} look="main" size="big" wide icon="play-fill">
          <Trans>Watch the recording</Trans>
        </ButtonLink>
      ) : (
        <ButtonLink to={pageOf(conference, id)} wide icon="monitor-play">
          <Trans>To your recording</Trans>
        </ButtonLink>
      )}
      {yours && state !== "published" && <State recording={recording} />}
      <p>
        {length}
        {until && (
          <>
            {" · "}
            <Trans>There until {until}</Trans>
          </>
        )}
        {has_pin && !yours && (
          <>
            {" · "}
            <Trans>It asks for a PIN, which you get from whoever led the event.</Trans>
          </>
        )}
      </p>
    </>
  )
}

/** Published, or taken back: the bells of those who may watch say so at once. */
function useNews(event: Id): void {
  const queries = useQueryClient()
  useEffect(() => {
    const again = () => void queries.invalidateQueries(eventRecordingsQuery(event))
    const stops = [
      line.on("notification.new", ({ notification }) => {
        if (notification.target_type === "recording") again()
      }),
      line.on("notification.gone", again),
      line.onOpen(again),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [queries, event])
}
