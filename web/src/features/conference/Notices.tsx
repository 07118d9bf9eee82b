import { Plural, useLingui } from "@lingui/react/macro"
import { Banner, Button, IconButton, Tag } from "../../ui"
import { Back } from "./Back"
import { useBesideProps } from "./BesidePanel"
import { useHere, useMedia, useServerNow, useView } from "./context"
import { Extend } from "./Extend"
import { ModeNotice } from "./Mode"
import { Muted } from "./Muted"
import styles from "./notices.module.css"
import { OwnStates } from "./OwnStates"
import { Paused } from "./Paused"
import { Preparing } from "./Rehearsal"
import { useRecording } from "./recording"
import { leads, minutesLeft } from "./view"
import { explainQuality } from "./words"

/** What one must know now, above the stage; nothing here covers a face. */
export function Notices({ shown, onShow }: { shown: boolean; onShow: () => void }) {
  const { t } = useLingui()
  const { beside } = useHere()
  const props = useBesideProps(shown, onShow)
  return (
    <section className={styles.notices} aria-label={t`What to know now`}>
      <Line />
      <Preparing />
      <Frozen />
      <Paused />
      <Recording />
      <OwnStates />
      <Muted />
      <Warning />
      <ModeNotice />
      <Sound />
      <beside.Notice {...props} />
    </section>
  )
}

function Line() {
  const { t } = useLingui()
  const { held, back } = useView()
  const { state } = useMedia()
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
  return back && <Back key={back.since} since={back.since} seconds={back.seconds} />
}

/** The safety latch, as adults see it; pupils read of it among what is theirs. */
function Frozen() {
  const { t } = useLingui()
  const { you } = useHere()
  const view = useView()
  const now = useServerNow()
  const schools = view.frozenSchools.join(", ")
  if (you.kind === "pupil") return null
  if (view.frozenUntil !== null) {
    const minutes = minutesLeft(view.frozenUntil, now)
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
  if (!schools || !leads(view)) return null
  return (
    <Banner kind="hold" icon="hourglass-medium-fill">
      {t`Pupils wait until an adult of their school is inside: ${schools}.`}
    </Banner>
  )
}

function Recording() {
  const { recording: faces } = useHere()
  const recording = useRecording()
  return <faces.Notice {...recording} />
}

function Warning() {
  const { t } = useLingui()
  const { conference, you } = useHere()
  const { warning, conference: summary } = useView()
  const now = useServerNow(10_000)
  if (!warning || !summary) return null
  // The planned end has passed: the clock says when the room closes, and its own warning will come.
  if (!warning.closing && Date.parse(summary.ends_at) <= now) return null
  const minutes = warning.minutesLeft
  const pupil = you.kind === "pupil"
  const stays = minutesLeft(summary.closes_at, Date.parse(summary.ends_at))
  return (
    <Banner
      kind={minutes > 5 ? "hold" : "bad"}
      icon="clock"
      action={
        <>
          <Extend />
          <IconButton small icon="x" label={t`Close`} onPress={() => conference.dismiss("warning")} />
        </>
      }
    >
      {warning.closing ? (
        <Plural value={minutes} one="The room closes in one minute." other="The room closes in # minutes." />
      ) : (
        <Plural value={minutes} one="One minute left." other="# minutes left." />
      )}{" "}
      {minutes === 1 &&
        (stays > 0 && !warning.closing
          ? t`The room stays open for another ${stays} minutes.`
          : pupil
            ? t`Time to say goodbye.`
            : t`Then everybody is out.`)}
    </Banner>
  )
}

function Sound() {
  const { t, i18n } = useLingui()
  const { media } = useHere()
  const { soundBlocked, quality, steppedDown } = useMedia()
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
  // Stepping down says the same in other words.
  if (!cause || steppedDown) return null
  return (
    <p className={styles.quality}>
      <Tag kind={quality.value === "poor" ? "bad" : "hold"} icon="cell-signal-slash">
        {quality.value === "poor" ? t`Line poor` : t`Line weak`}
      </Tag>{" "}
      {cause}
    </p>
  )
}
