import { plural } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { useState } from "react"
import type { ConferenceSummary, YourSeat } from "../../live"
import { Banner, Button, CountdownRing, classes, Digits, Icon, type IconName, Time } from "../../ui"
import card from "../../ui/Card.module.css"
import { useAct, useHere, useServerNow, useView } from "./context"
import { DeviceChoice } from "./DeviceChoice"
import { MicrophoneCard } from "./Lights"
import styles from "./waiting.module.css"

/** How long a seat is kept for whoever is called from the queue (domain 6.3). */
const CALLED_S = 30

/** S2: why one waits, how long, and that the place is kept. */
export function Waiting({ summary }: { summary: ConferenceSummary }) {
  const { t } = useLingui()
  const { conference } = useHere()
  const { seat, held } = useView()
  const act = useAct()
  const [choosing, setChoosing] = useState(false)
  if (!seat) return null
  return (
    <div className={styles.page}>
      {held && (
        <Banner kind="hold" alert>
          {t`Reconnecting. We hold your place.`}
        </Banner>
      )}
      {seat.called_until ? <Called until={seat.called_until} /> : <Why seat={seat} summary={summary} />}
      <section className={classes(card.card, card.pad, styles.agenda)}>
        <h2>
          <bdi>{summary.title}</bdi>
        </h2>
        <p>
          <Time start={summary.starts_at} end={summary.ends_at} />
        </p>
        <p>
          <Trans>
            With <bdi>{summary.host.name}</bdi>, {summary.duration_min} minutes
          </Trans>
        </p>
        {summary.agenda && (
          <>
            <h3>{t`What we will do`}</h3>
            <p className={styles.plan} dir="auto">
              {summary.agenda}
            </p>
          </>
        )}
      </section>
      <MicrophoneCard />
      <div className={styles.buttons}>
        <Button icon="gear-six" onPress={() => setChoosing(true)}>
          {t`Devices`}
        </Button>
        <Button look="quiet" onPress={() => void act(() => conference.stepBack())}>
          {t`Stop waiting`}
        </Button>
      </div>
      <DeviceChoice open={choosing} onClose={() => setChoosing(false)} camera={summary.media === "video"} />
    </div>
  )
}

function useReason(
  seat: YourSeat,
  summary: ConferenceSummary,
): { icon: IconName; title: string; text: string } {
  const { t } = useLingui()
  const host = summary.host.name
  const place = seat.queue_position ?? 1
  const { seats, event } = summary
  switch (seat.wait_reason) {
    case "no_teacher":
      return {
        icon: "chalkboard-teacher",
        title: t`The door opens when your teacher is inside`,
        text: t`We keep your place. You need not do anything.`,
      }
    case "admission":
      return {
        icon: "hand",
        title: t`${host} will let you in`,
        text: t`We have told the host that you are here.`,
      }
    case "not_open":
      return { icon: "clock", title: t`You are early`, text: t`The door opens by itself at the right time.` }
    case "locked":
      return {
        icon: "lock-simple",
        title: t`The door is locked`,
        text: t`The host sees that you are waiting and can let you in.`,
      }
    case "no_school_teacher":
      return {
        icon: "chalkboard-teacher",
        title: t`The door opens when an adult of your school is inside`,
        text: t`We keep your place. You need not do anything.`,
      }
    case "sent_back":
      return {
        icon: "door-open",
        title: t`You are in the waiting room`,
        text: t`${host} has asked you to wait here, and lets you in again.`,
      }
    case "full":
      return {
        icon: "users-three",
        title: event ? t`The room is full` : t`The room is full (${seats}/${seats})`,
        text: place === 1 ? t`You are first in the line.` : t`You are number ${place} in the line.`,
      }
    default:
      return { icon: "clock", title: t`One moment`, text: t`We are opening the door.` }
  }
}

function Why({ seat, summary }: { seat: YourSeat; summary: ConferenceSummary }) {
  const { icon, title, text } = useReason(seat, summary)
  return (
    <section className={classes(card.card, styles.why)} aria-live="polite">
      <Icon name={icon} className={styles.sign} />
      <div>
        <h1>{title}</h1>
        <p>{text}</p>
      </div>
      <Until seat={seat} summary={summary} />
    </section>
  )
}

/** Until the door opens, or else until the start; the hour itself stands below, twice. */
function Until({ seat, summary }: { seat: YourSeat; summary: ConferenceSummary }) {
  const { t } = useLingui()
  const now = useServerNow()
  const doors = seat.wait_reason === "not_open"
  const seconds = Math.ceil((Date.parse(doors ? summary.doors_at : summary.starts_at) - now) / 1000)
  if (seconds <= 0) return null
  const hours = Math.floor(seconds / 3600)
  const two = (value: number) => String(value).padStart(2, "0")
  const clock = `${hours ? `${hours}:` : ""}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return (
    <p className={styles.countdown} role="timer">
      <b>
        <Digits>{clock}</Digits>
      </b>
      {doors ? t`until the door opens` : t`until the start`}
    </p>
  )
}

function Called({ until }: { until: string }) {
  const { t } = useLingui()
  const { conference } = useHere()
  const act = useAct()
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - useServerNow()) / 1000))
  return (
    <section className={classes(card.card, styles.why, styles.called)} role="alert">
      <CountdownRing
        fraction={seconds / CALLED_S}
        value={seconds}
        unit={t`seconds`}
        label={t`${plural(seconds, { one: "# second", other: "# seconds" })}`}
      />
      <div>
        <h1>{t`A seat is free. Come in!`}</h1>
        <p>{t`We keep it for you for half a minute.`}</p>
      </div>
      <Button look="main" size="big" icon="door-open-fill" onPress={() => void act(() => conference.join())}>
        {t`Take my seat`}
      </Button>
    </section>
  )
}
