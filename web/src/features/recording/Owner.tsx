import { plural } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import { type RefObject, useState } from "react"
import { useNavigate } from "react-router"
import type { Recording } from "../../live"
import { Button, Check, classes, Field, Icon, toasts, useZone } from "../../ui"
import card from "../../ui/Card.module.css"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { dateText, wall } from "../../ui/time"
import { pageOf } from "./api"
import { Copy } from "./Copy"
import { Everybody } from "./Everybody"
import styles from "./recording.module.css"
import { useDeed } from "./useDeed"
import { lengthText, secondsOf, sizeText } from "./words"

interface OwnerProps {
  recording: Recording
  player: RefObject<HTMLVideoElement | null>
}

/** What whoever recorded it decides: how it is cut, who may watch it, and that it goes. */
export function Owner({ recording, player }: OwnerProps) {
  const shown = !recording.test && (recording.state === "ready" || recording.state === "published")
  return (
    <div className={styles.owner}>
      {shown && <Publishing recording={recording} />}
      {shown && <Everybody key={recording.people} recording={recording} />}
      {shown && <Cutting recording={recording} player={player} />}
      {shown && <Copy recording={recording} />}
      <Deleting recording={recording} />
    </div>
  )
}

function Publishing({ recording }: { recording: Recording }) {
  const { t } = useLingui()
  const { act, busy, deed } = useDeed(recording)
  const published = recording.state === "published"
  const [until, setUntil] = useState(recording.link_until?.slice(0, 10) ?? "")
  const [asksPin, setAsksPin] = useState(recording.has_pin)
  const [pin, setPin] = useState("")
  const keeps = asksPin && recording.has_pin && pin === ""
  const wrong = asksPin && !keeps && !/^\d{4,8}$/.test(pin)
  const publish = () =>
    act(
      () =>
        deed.publish({
          until: until ? new Date(`${until}T23:59:59`).toISOString() : null,
          pin: asksPin && !keeps ? pin : null,
          keep_pin: keeps,
        }),
      published ? t`Changed.` : who.told,
    )
  const views = recording.views
  const who = useAudience(recording)
  return (
    <section className={classes(card.card, card.pad, styles.part)}>
      <h2>{t`Who may watch`}</h2>
      <p>{published ? who.may : who.later}</p>
      <Field
        label={t`The link ends on`}
        hint={t`Empty: with the recording.`}
        type="date"
        value={until}
        onChange={setUntil}
      />
      <Check isSelected={asksPin} onChange={setAsksPin}>{t`Ask for a PIN`}</Check>
      {asksPin && (
        <Field
          label={t`PIN`}
          hint={keeps ? t`Empty: the PIN stays as it is.` : t`4 to 8 digits. Tell it to those who may watch.`}
          inputMode="numeric"
          autoComplete="off"
          maxLength={8}
          value={pin}
          onChange={setPin}
        />
      )}
      <div className={styles.buttons}>
        <Button look="main" isDisabled={busy || wrong} onPress={() => void publish()}>
          {published ? t`Save` : t`Publish`}
        </Button>
        {published && <CopyLink recording={recording} />}
        {published && (
          <Button
            look="stop-line"
            isDisabled={busy}
            onPress={() => void act(() => deed.revoke(), t`Only you can watch it now.`)}
          >{t`Take the link back`}</Button>
        )}
      </div>
      {published && (
        <p className={styles.views}>
          <Icon name="eye" />
          {t`${plural(views, { one: "Opened once", other: "Opened # times" })}`}
        </p>
      )}
    </section>
  )
}

/** For whom it is: who was inside, and of an event everybody who joined it. */
function useAudience({ event }: Recording) {
  const { t } = useLingui()
  return event
    ? {
        told: t`Published. Everybody who joined the event is told.`,
        may: t`Everybody who joined the event may watch it, signed in.`,
        later: t`Until you publish it, only you can watch it. Then everybody who joined the event gets the link.`,
        link: t`The link is copied. It works for those who joined the event.`,
      }
    : {
        told: t`Published. Everybody who was inside is told.`,
        may: t`Everybody who was inside may watch it, signed in.`,
        later: t`Until you publish it, only you can watch it. Then everybody who was inside gets the link.`,
        link: t`The link is copied. It works for those who were inside.`,
      }
}

function CopyLink({ recording }: { recording: Recording }) {
  const { t } = useLingui()
  const { link } = useAudience(recording)
  const copy = async () => {
    await navigator.clipboard.writeText(
      new URL(pageOf(recording.conference, recording.id), location.href).href,
    )
    toasts.say(link)
  }
  return <Button icon="copy" onPress={() => void copy()}>{t`Copy the link`}</Button>
}

function Cutting({ recording, player }: OwnerProps) {
  const { t } = useLingui()
  const { act, busy, deed } = useDeed(recording)
  const { begin_s, end_s, whole_s } = recording
  const [begin, setBegin] = useState(lengthText(begin_s))
  const [end, setEnd] = useState(lengthText(end_s))
  const from = secondsOf(begin)
  const to = secondsOf(end)
  const wrong = from === null || to === null || to - from < 1 || from > whole_s
  const here = () => lengthText(begin_s + (player.current?.currentTime ?? 0))
  const whole = lengthText(whole_s)
  const cut = () => act(() => deed.trim(from ?? 0, to ?? whole_s), t`The film is being cut.`)
  return (
    <section className={classes(card.card, card.pad, styles.part)}>
      <h2>{t`Cut`}</h2>
      <p>{t`Recorded were ${whole}. What you cut off is in no film any more; you can cut again.`}</p>
      <div className={styles.pair}>
        <Field label={t`Begins at`} value={begin} onChange={setBegin} inputMode="numeric" />
        <Field label={t`Ends at`} value={end} onChange={setEnd} inputMode="numeric" />
      </div>
      <div className={styles.buttons}>
        <Button onPress={() => setBegin(here())}>{t`Begin where it stands`}</Button>
        <Button onPress={() => setEnd(here())}>{t`End where it stands`}</Button>
        <Button look="main" isDisabled={busy || wrong} onPress={() => void cut()}>{t`Cut`}</Button>
      </div>
    </section>
  )
}

function Deleting({ recording }: { recording: Recording }) {
  const { t, i18n } = useLingui()
  const navigate = useNavigate()
  const zone = useZone()
  const { act, busy, deed } = useDeed(recording)
  const [asking, setAsking] = useState(false)
  const { expires_at, people, size, state } = recording
  const day = expires_at && dateText(i18n, wall(expires_at, zone))
  const octets = sizeText(i18n, size)
  const remove = async () => {
    if (await act(() => deed.remove(), t`The recording is deleted.`)) await navigate("/")
  }
  return (
    <section className={classes(card.card, card.pad, styles.part)}>
      <h2>{t`How long it stays`}</h2>
      {day && <p>{t`It is deleted automatically on ${day}.`}</p>}
      <p>
        {t`${plural(people, { one: "One person agreed and is in it.", other: "# people agreed and are in it." })}`}{" "}
        {size > 0 && octets}
      </p>
      <div className={styles.buttons}>
        <Button
          look="stop-line"
          icon="trash"
          isDisabled={busy || state === "running"}
          onPress={() => setAsking(true)}
        >
          {t`Delete now`}
        </Button>
      </div>
      <Dialog
        title={t`Delete this recording?`}
        role="alertdialog"
        open={asking}
        onClose={() => setAsking(false)}
      >
        <p>{t`The film and everything that was recorded go at once, for everybody. This cannot be taken back.`}</p>
        <DialogButtons>
          <Button onPress={() => setAsking(false)}>{t`Keep it`}</Button>
          <Button look="stop" icon="trash" onPress={() => void remove()}>{t`Delete it`}</Button>
        </DialogButtons>
      </Dialog>
    </section>
  )
}
