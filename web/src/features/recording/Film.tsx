import { useLingui as useI18n } from "@lingui/react"
import { useLingui } from "@lingui/react/macro"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, type RefObject, useState } from "react"
import type { Recording } from "../../live"
import { Banner, Button, Field } from "../../ui"
import card from "../../ui/Card.module.css"
import { deeds, filmOf, recordingQuery, trackOf } from "./api"
import { Chapters } from "./Chapters"
import styles from "./recording.module.css"
import { Slide } from "./Slide"
import { explainRecording, failureText } from "./words"

interface FilmProps {
  recording: Recording
  player: RefObject<HTMLVideoElement | null>
}

/** What there is to watch: the film with its chapters, or why it cannot be watched now. */
export function Film({ recording, player }: FilmProps) {
  const { t } = useLingui()
  const { i18n } = useI18n()
  const { state, failure, progress, yours, watchable } = recording
  const [opened, setOpened] = useState(yours)
  if (state === "running") return <Banner icon="record">{t`It is being recorded now.`}</Banner>
  if (state === "processing")
    return (
      <Banner kind="hold" alert="politely">
        {yours
          ? t`The film is being made: ${progress} %. It appears here by itself.`
          : t`The film is being made. It appears here by itself.`}
      </Banner>
    )
  if (state === "failed") return <Banner kind="bad">{failureText(i18n, failure ?? "broken")}</Banner>
  if (!watchable)
    return (
      <Banner icon="lock-simple-fill">{t`You cannot watch this recording now, but you are in it.`}</Banner>
    )
  if (!opened) return <Opening recording={recording} onOpen={() => setOpened(true)} />
  return (
    <>
      {failure && <Banner kind="hold">{failureText(i18n, failure)}</Banner>}
      <div className={styles.watching}>
        <Player recording={recording} player={player} />
        <Slide recording={recording} player={player} />
      </div>
      <Chapters chapters={recording.chapters} player={player} />
    </>
  )
}

function Player({ recording, player }: FilmProps) {
  const { t } = useLingui()
  const [unknown, setUnknown] = useState(false)
  const { film, mp4, title, yours, by, chapters } = recording
  const name = by.name
  const last = () => setUnknown(true)
  const copied = mp4 === "ready"
  return (
    <div className={styles.player}>
      {unknown && (
        <Banner kind="hold" alert>
          {yours
            ? t`This browser cannot play the film. Have it made as MP4 below.`
            : t`This browser cannot play the film. ${name} can have it made as MP4, or try another browser.`}
        </Banner>
      )}
      {/* What is said in it is nowhere written down: there are no captions to offer. */}
      {/* biome-ignore lint/a11y/useMediaCaption: nothing was written of what was said */}
      <video
        key={`${film} ${copied}`}
        ref={player}
        className={styles.film}
        controls
        playsInline
        preload="metadata"
        controlsList="nodownload"
        aria-label={title}
      >
        <source src={filmOf(recording)} type="video/webm" {...(copied ? {} : { onError: last })} />
        {copied && <source src={filmOf(recording, "mp4")} type="video/mp4" onError={last} />}
        {chapters.length > 0 && (
          <track kind="chapters" default label={t`Chapters`} src={trackOf(recording)} />
        )}
      </video>
    </div>
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
