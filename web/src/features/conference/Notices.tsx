import { Plural, useLingui } from "@lingui/react/macro"
import { useEffect } from "react"
import type { Source } from "../../live"
import { Banner, Button, IconButton, Tag } from "../../ui"
import { useHere, useMedia, useServerNow, useView } from "./context"
import styles from "./notices.module.css"
import { isFrozenFor, minutesLeft } from "./view"
import { explainQuality } from "./words"

const BACK_SHOWS_MS = 8000

/** What one must know now, above the stage; nothing here covers a face. */
export function Notices() {
  return (
    <div className={styles.notices}>
      <Line />
      <Frozen />
      <Muted />
      <Warning />
      <Sound />
    </div>
  )
}

function Line() {
  const { t } = useLingui()
  const { conference } = useHere()
  const { held, back } = useView()
  const { state } = useMedia()
  useEffect(() => {
    if (!back) return
    const timer = setTimeout(() => conference.dismiss("back"), BACK_SHOWS_MS)
    return () => clearTimeout(timer)
  }, [back, conference])
  if (held) return <Banner kind="hold" icon="wifi-slash" alert>{t`Reconnecting. We hold your seat.`}</Banner>
  if (state === "interrupted") {
    return (
      <Banner
        kind="hold"
        icon="wifi-slash"
        alert
      >{t`Sound and picture are away for a moment. We are getting them back.`}</Banner>
    )
  }
  if (back) return <Banner kind="ok" alert>{t`You are back. Your microphone is off.`}</Banner>
  return null
}

function Frozen() {
  const { t } = useLingui()
  const view = useView()
  const now = useServerNow()
  if (view.frozenUntil === null) return null
  const minutes = minutesLeft(view.frozenUntil, now)
  if (isFrozenFor(view))
    return <Banner kind="hold" alert>{t`Your teacher will be back soon. Sound is off until then.`}</Banner>
  return (
    <Banner kind="bad" alert>
      <Plural
        value={minutes}
        one="No teacher is in the room. The room closes in # minute."
        other="No teacher is in the room. The room closes in # minutes."
      />
    </Banner>
  )
}

function Muted() {
  const { t } = useLingui()
  const { conference } = useHere()
  const { muted } = useView()
  const words = useMutedWords()
  if (!muted) return null
  return (
    <Banner
      kind="hold"
      icon={
        muted.source === "microphone"
          ? "microphone-slash-fill"
          : muted.source === "camera"
            ? "video-camera-slash-fill"
            : "screencast"
      }
      alert
      action={<IconButton small icon="x" label={t`Close`} onPress={() => conference.dismiss("muted")} />}
    >
      {words(muted.source, muted.by, muted.held)}
    </Banner>
  )
}

function useMutedWords(): (source: Source, by: string, held: boolean) => string {
  const { t } = useLingui()
  return (source, by, held) => {
    const what = {
      microphone: t`You are muted by ${by}.`,
      camera: t`${by} has switched your camera off.`,
      screen: t`${by} has stopped your screen.`,
    }[source]
    return held
      ? `${what} ${t`It stays off until ${by} allows it again.`}`
      : `${what} ${t`You can switch it on again.`}`
  }
}

function Warning() {
  const { t } = useLingui()
  const { conference, you } = useHere()
  const { warning } = useView()
  if (!warning) return null
  const minutes = warning.minutesLeft
  const pupil = you.kind === "pupil"
  return (
    <Banner
      kind={minutes > 5 ? "hold" : "bad"}
      icon="clock"
      action={<IconButton small icon="x" label={t`Close`} onPress={() => conference.dismiss("warning")} />}
    >
      <Plural value={minutes} one="One minute left." other="# minutes left." />{" "}
      {minutes === 1 && (pupil ? t`Time to say goodbye.` : t`Then everybody is out.`)}
    </Banner>
  )
}

function Sound() {
  const { t, i18n } = useLingui()
  const { media } = useHere()
  const { soundBlocked, quality } = useMedia()
  const cause = explainQuality(i18n, quality)
  if (soundBlocked) {
    return (
      <Banner
        kind="hold"
        icon="speaker-slash-fill"
        alert
        action={
          <Button size="small" look="bright" icon="speaker-high-fill" onPress={() => media.turnSoundOn()}>
            {t`Turn sound on`}
          </Button>
        }
      >
        {t`Your browser waits for you before it plays sound.`}
      </Banner>
    )
  }
  if (!cause) return null
  return (
    <p className={styles.quality}>
      <Tag kind={quality.value === "poor" ? "bad" : "hold"} icon="cell-signal-slash">
        {quality.value === "poor" ? t`Line poor` : t`Line weak`}
      </Tag>{" "}
      {cause}
    </p>
  )
}
