import { useLingui as useI18n } from "@lingui/react"
import { useLingui } from "@lingui/react/macro"
import { useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { useNavigate } from "react-router"
import type { Recording } from "../../live"
import { Button, toasts } from "../../ui"
import card from "../../ui/Card.module.css"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { deeds, recordingsQuery } from "./api"
import styles from "./recording.module.css"
import { explainRecording } from "./words"

/** For who is in it: a yes can be taken back at any time. */
export function TakeMeOut({ recording }: { recording: Recording }) {
  const { t } = useLingui()
  const { i18n } = useI18n()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const { conference, id, watchable } = recording
  const takeOut = async () => {
    setBusy(true)
    try {
      await deeds(conference, id).takeMeOut()
      toasts.say(t`You are out of it. The film is being made again without you.`)
      // Who was only in it knows nothing of it any more.
      if (!watchable) await navigate("/")
      void client.invalidateQueries({ queryKey: recordingsQuery(conference).queryKey })
    } catch (error) {
      toasts.say(explainRecording(i18n, error), { kind: "bad" })
    } finally {
      setAsking(false)
      setBusy(false)
    }
  }
  return (
    <section className={`${card.card} ${card.pad} ${styles.part}`}>
      <h2>{t`You are in this recording`}</h2>
      <p>{t`You can take that back at any time, without saying why.`}</p>
      <div className={styles.buttons}>
        <Button icon="user-minus" onPress={() => setAsking(true)}>{t`Take me out`}</Button>
      </div>
      <Dialog
        title={t`Take yourself out of it?`}
        role="alertdialog"
        open={asking}
        onClose={() => setAsking(false)}
      >
        <p>
          {t`What was recorded of your voice and your picture is deleted at once, and the film is made again without you. This cannot be taken back.`}
        </p>
        <DialogButtons>
          <Button onPress={() => setAsking(false)}>{t`Stay in it`}</Button>
          <Button look="main" isDisabled={busy} onPress={() => void takeOut()}>{t`Take me out`}</Button>
        </DialogButtons>
      </Dialog>
    </section>
  )
}
