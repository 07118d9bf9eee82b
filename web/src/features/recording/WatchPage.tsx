import { useLingui as useI18n } from "@lingui/react"
import { useLingui } from "@lingui/react/macro"
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useRef, useState } from "react"
import { useParams } from "react-router"
import type { Recording } from "../../live"
import { Banner, Button, ButtonLink, Empty, Field, Skeleton, Time } from "../../ui"
import card from "../../ui/Card.module.css"
import { useTitle } from "../../ui/useTitle"
import { deeds, filmOf, recordingQuery } from "./api"
import { Owner } from "./Owner"
import styles from "./recording.module.css"
import { State } from "./State"
import { useProgress } from "./useProgress"
import { explainRecording, failureText, lengthText } from "./words"

/** The film of a recording; for whoever recorded it, also how it is cut and who may watch it. */
export function WatchPage() {
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
  return data ? <Whole recording={data} /> : <Skeleton lines={6} />
}

function Whole({ recording }: { recording: Recording }) {
  const { t } = useLingui()
  const player = useRef<HTMLVideoElement>(null)
  const { title, by, started_at, seconds, yours } = recording
  const { name } = by
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>
          <bdi>{title}</bdi>
        </h1>
        <p>
          <Time start={started_at} /> · {lengthText(seconds)} · {t`recorded by ${name}`}
        </p>
        {yours && <State recording={recording} />}
      </header>
      <Film recording={recording} player={player} />
      {yours && <Owner recording={recording} player={player} />}
    </div>
  )
}

interface FilmProps {
  recording: Recording
  player: React.RefObject<HTMLVideoElement | null>
}

function Film({ recording, player }: FilmProps) {
  const { t } = useLingui()
  const { i18n } = useI18n()
  const { state, failure, progress, yours } = recording
  const [opened, setOpened] = useState(yours)
  if (state === "running") return <Banner icon="record">{t`It is being recorded now.`}</Banner>
  if (state === "processing")
    return (
      <Banner kind="hold" alert="politely">
        {t`The film is being made: ${progress} %. It appears here by itself.`}
      </Banner>
    )
  if (state === "failed") return <Banner kind="bad">{failureText(i18n, failure ?? "broken")}</Banner>
  if (!opened) return <Opening recording={recording} onOpen={() => setOpened(true)} />
  return (
    <>
      {failure && <Banner kind="hold">{failureText(i18n, failure)}</Banner>}
      {/* What is said in it is nowhere written down: there are no captions to offer. */}
      {/* biome-ignore lint/a11y/useMediaCaption: nothing was written of what was said */}
      <video
        key={`${recording.id} ${recording.begin_s} ${recording.end_s} ${recording.size}`}
        ref={player}
        className={styles.film}
        controls
        playsInline
        preload="metadata"
        controlsList="nodownload"
        aria-label={recording.title}
        src={filmOf(recording.conference, recording.id)}
      />
    </>
  )
}

/** One press, so that a view is somebody who wanted to watch; with the PIN, where there is one. */
function Opening({ recording, onOpen }: { recording: Recording; onOpen: () => void }) {
  const { t } = useLingui()
  const { i18n } = useI18n()
  const client = useQueryClient()
  const [pin, setPin] = useState("")
  const { conference, id, needs_pin } = recording
  const open = useMutation({
    mutationFn: () => deeds(conference, id).open(needs_pin ? pin : null),
    onSuccess: (now) => {
      client.setQueryData(recordingQuery(conference, id).queryKey, now)
      onOpen()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    open.mutate()
  }
  return (
    <form className={`${card.card} ${card.pad} ${styles.opening}`} onSubmit={submit}>
      {needs_pin && (
        <Field
          label={t`PIN`}
          hint={t`Whoever recorded it has given it to you.`}
          inputMode="numeric"
          autoComplete="off"
          maxLength={8}
          value={pin}
          onChange={setPin}
        />
      )}
      {open.error && (
        <Banner kind="bad" alert>
          {explainRecording(i18n, open.error)}
        </Banner>
      )}
      <Button type="submit" look="main" size="big" icon="play-fill" isDisabled={open.isPending}>
        {t`Watch the recording`}
      </Button>
    </form>
  )
}
