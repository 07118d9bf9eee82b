import { useLingui } from "@lingui/react/macro"
import { useState } from "react"
import type { Message, WarnAuthor } from "../../live"
import { Button, explain, Field, toasts, WARNED } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { Radios } from "../../ui/Radios"
import { takeBack, warn } from "./api"
import styles from "./moderation.module.css"

const LONGEST = 200
const PHRASES = [...Object.keys(WARNED), "own_words"] as WarnAuthor["phrase"][]

interface WarnDialogProps {
  message: Message | null
  onClose: () => void
}

/** A friendly word to a pupil about a message: a ready sentence, words of one's own, or both. */
export function WarnDialog({ message, onClose }: WarnDialogProps) {
  const { t } = useLingui()
  const name = message?.author.name
  return (
    <Dialog title={t`Write to ${name}`} open={message !== null} onClose={onClose}>
      {message && <Form message={message} onClose={onClose} />}
    </Dialog>
  )
}

function Form({ message, onClose }: { message: Message; onClose: () => void }) {
  const { t, i18n } = useLingui()
  const { room, id, author } = message
  const { name } = author
  const [phrase, setPhrase] = useState<WarnAuthor["phrase"]>("kinder_words")
  const [note, setNote] = useState("")
  const [busy, setBusy] = useState(false)
  const own = phrase === "own_words"

  async function undo(warning: string) {
    try {
      await takeBack(room, warning)
      toasts.say(t`Undone.`)
    } catch (error) {
      toasts.say(explain(i18n, error), { kind: "bad" })
    }
  }

  async function send() {
    setBusy(true)
    try {
      const given = await warn(room, id, { phrase, note })
      toasts.say(t`${name} reads it now.`, { action: { label: t`Undo`, run: () => void undo(given.id) } })
      onClose()
    } catch (error) {
      toasts.say(explain(i18n, error), { kind: "bad" })
      setBusy(false)
    }
  }

  return (
    <>
      <div className={styles.form}>
        <p>{t`Only ${name} and the teachers of this project can read it. Who answers for ${name} hears of it, too.`}</p>
        <blockquote className={styles.words} dir="auto">
          {message.text || t`This message was deleted.`}
        </blockquote>
        <Radios
          label={t`What do you want to say?`}
          value={phrase}
          onChange={(value) => setPhrase(value as WarnAuthor["phrase"])}
          options={PHRASES.map((one) => ({
            value: one,
            label: one === "own_words" ? t`Words of my own` : i18n._(WARNED[one]),
          }))}
        />
        <Field
          label={own ? t`Your words` : t`Do you want to say more? You need not.`}
          value={note}
          onChange={setNote}
          maxLength={LONGEST}
          lines={2}
        />
      </div>
      <DialogButtons>
        <Button onPress={onClose}>{t`Cancel`}</Button>
        <Button look="main" isDisabled={busy || (own && !note.trim())} onPress={() => void send()}>
          {t({ message: "Send", context: "verb" })}
        </Button>
      </DialogButtons>
    </>
  )
}
