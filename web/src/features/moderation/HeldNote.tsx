import { Trans, useLingui } from "@lingui/react/macro"
import { useState } from "react"
import type { Message } from "../../live"
import { Button, explain, Icon, toasts } from "../../ui"
import { approve, changedMeanwhile, giveBack } from "./api"
import { Hints } from "./Hints"
import styles from "./moderation.module.css"
import { HINT, WHY } from "./words"

export interface HeldNoteProps {
  message: Message
  own: boolean
  mayDecide: boolean
  /** Opens the composer with this text; null when it cannot be changed. */
  onEdit: (() => void) | null
  /** Reads the message again: it has changed since it came. */
  onStale: () => void
}

/** Under a held message: its writer reads why and what next; a teacher decides on the spot. */
export function HeldNote({ message, own, mayDecide, onEdit, onStale }: HeldNoteProps) {
  return (
    <div className={styles.note}>
      <Icon name="hourglass-medium-fill" />
      <div>
        {own ? (
          <ToWriter message={message} onEdit={onEdit} />
        ) : (
          <ToTeacher message={message} may={mayDecide} onStale={onStale} />
        )}
      </div>
    </div>
  )
}

function Hint({ code }: { code: string }) {
  const { i18n } = useLingui()
  const words = HINT[code] ?? HINT.other
  return <>{words && i18n._(words)}</>
}

function ToWriter({ message, onEdit }: { message: Message; onEdit: (() => void) | null }) {
  const hint = message.hold?.hint
  return (
    <>
      <p>
        <b>
          {hint ? (
            <Trans>Your teacher asks you to change this.</Trans>
          ) : (
            <Trans>Waiting for your teacher.</Trans>
          )}
        </b>{" "}
        {hint ? (
          <>
            <Hint code={hint} /> <bdi>{message.hold?.note}</bdi>
          </>
        ) : (
          <>
            <Why message={message} /> <Trans>Only you can see this.</Trans>
          </>
        )}
      </p>
      {onEdit && (
        <Button size="small" icon="pencil-simple" onPress={onEdit}>
          <Trans>Change it</Trans>
        </Button>
      )}
    </>
  )
}

interface ToTeacherProps extends Pick<HeldNoteProps, "message" | "onStale"> {
  may: boolean
}

function ToTeacher({ message, may, onStale }: ToTeacherProps) {
  return (
    <>
      <p>
        <b>
          <Trans>Held.</Trans>
        </b>{" "}
        <Why message={message} />{" "}
        {message.hold?.hint ? (
          <Trans>It was returned with a hint.</Trans>
        ) : (
          <Trans>Only teachers and the writer can see this.</Trans>
        )}
      </p>
      {may && <Decide message={message} onStale={onStale} />}
    </>
  )
}

/** Every reason once. */
export function Why({ message }: { message: Message }) {
  const { i18n } = useLingui()
  const kinds = [...new Set(message.hold?.findings.map((one) => one.kind))]
  return <>{kinds.map((kind) => i18n._(WHY[kind].words)).join(" ")}</>
}

interface DecideProps extends Pick<HeldNoteProps, "message" | "onStale"> {
  big?: boolean
}

/** Approve with one tap, or return with a hint: the text that is shown here, and no other. */
export function Decide({ message, onStale, big = false }: DecideProps) {
  const { t, i18n } = useLingui()
  const [hinting, setHinting] = useState(false)
  const [busy, setBusy] = useState(false)
  const size = big ? "normal" : "small"

  async function act(work: () => Promise<unknown>, done: string) {
    setBusy(true)
    try {
      await work()
      toasts.say(done)
    } catch (error) {
      toasts.say(explain(i18n, error), { kind: "bad" })
      if (changedMeanwhile(error)) onStale()
    } finally {
      setBusy(false)
    }
  }

  return (
    <>
      <div className={styles.decide}>
        <Button
          look="main"
          size={size}
          icon="check"
          wide={big}
          isDisabled={busy}
          onPress={() => void act(() => approve(message), t`Everybody can read it now.`)}
        >
          {t`Approve`}
        </Button>
        <Button
          size={size}
          icon="arrow-bend-up-left"
          wide={big}
          aria-expanded={hinting}
          isDisabled={busy}
          onPress={() => setHinting(!hinting)}
        >
          {t`Return`}
        </Button>
      </div>
      {hinting && (
        <Hints
          name={message.author.name}
          onChoose={(hint, note) =>
            void act(() => giveBack(message, hint, note), t`Returned with your hint.`).then(() =>
              setHinting(false),
            )
          }
        />
      )}
    </>
  )
}
