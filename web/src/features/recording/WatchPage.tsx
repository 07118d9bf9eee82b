import { useLingui as useI18n } from "@lingui/react"
import { useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { useRef } from "react"
import { useParams } from "react-router"
import type { Recording } from "../../live"
import { Banner, Button, ButtonLink, Empty, Skeleton, Time } from "../../ui"
import { useTitle } from "../../ui/useTitle"
import { recordingQuery } from "./api"
import { Film } from "./Film"
import { Owner } from "./Owner"
import styles from "./recording.module.css"
import { State } from "./State"
import { TakeMeOut } from "./TakeMeOut"
import { useProgress } from "./useProgress"
import { explainRecording, lengthText } from "./words"

export interface WatchPageProps {
  onReport: (recording: Recording) => void
}

/** The film of a recording; for whoever recorded it, also how it is cut and who may watch it. */
export function WatchPage({ onReport }: WatchPageProps) {
  const { t } = useLingui()
  const { i18n } = useI18n()
  const { conference = "", recording = "" } = useParams()
  const { data, error } = useQuery(recordingQuery(conference, recording))
  useProgress(conference)
  useTitle(data ? `${t`Recording`} · ${data.title}` : undefined)
  if (error)
    return (
      <Empty
        title={explainRecording(i18n, error)}
        action={<ButtonLink to="/">{t`To the start`}</ButtonLink>}
      />
    )
  return data ? <Whole recording={data} onReport={onReport} /> : <Skeleton lines={6} />
}

function Whole({ recording, onReport }: WatchPageProps & { recording: Recording }) {
  const { t } = useLingui()
  const player = useRef<HTMLVideoElement>(null)
  const { title, by, started_at, seconds, yours, in_it, hidden, event } = recording
  const { name } = by
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        {event && (
          <ButtonLink to={`/events/${event}`} size="small" icon="arrow-left">
            {t`Back to the event`}
          </ButtonLink>
        )}
        <h1>
          <bdi>{title}</bdi>
        </h1>
        <p>
          <Time start={started_at} /> · {lengthText(seconds)} · {t`recorded by ${name}`}
        </p>
        {yours && <State recording={recording} />}
      </header>
      {yours && hidden && (
        <Banner kind="hold" icon="flag">
          {t`Several people reported this recording. Until somebody has looked, only you can watch it.`}
        </Banner>
      )}
      <Film recording={recording} player={player} />
      {yours ? (
        <Owner recording={recording} player={player} />
      ) : (
        <div className={styles.foot}>
          {in_it && <TakeMeOut recording={recording} />}
          <Button look="quiet" icon="flag" onPress={() => onReport(recording)}>
            {t`Report this recording`}
          </Button>
        </div>
      )}
    </div>
  )
}
