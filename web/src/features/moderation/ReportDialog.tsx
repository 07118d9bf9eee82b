import { useLingui } from "@lingui/react/macro"
import { useState } from "react"
import type { Id, Reason, SendReport } from "../../live"
import { Button, explain, Field, Select, toasts } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { report } from "./api"
import styles from "./moderation.module.css"
import { REASON, REASONS } from "./words"

export interface Reported {
  target: SendReport["target"]
  id: Id
  /** Of a person or a conference: one sees whom it is about. */
  name?: string
}

/** Why something is reported: one choice, and words if one likes. */
export function ReportDialog({
  space,
  reported,
  onClose,
}: {
  space: Id
  reported: Reported | null
  onClose: () => void
}) {
  const { t } = useLingui()
  const name = reported?.name
  return (
    <Dialog title={name ? t`Report ${name}` : t`Report this`} open={reported !== null} onClose={onClose}>
      {reported && <Form space={space} reported={reported} onClose={onClose} />}
    </Dialog>
  )
}

function Form({ space, reported, onClose }: { space: Id; reported: Reported; onClose: () => void }) {
  const { t, i18n } = useLingui()
  const { target, id } = reported
  const [reason, setReason] = useState<Reason | null>(null)
  const [text, setText] = useState("")
  const [busy, setBusy] = useState(false)

  async function send() {
    if (!reason) return
    setBusy(true)
    try {
      await report(space, { target, id, reason, text })
      toasts.say(t`Thank you. A grown-up looks at it, and you will hear what came of it.`)
      onClose()
    } catch (error) {
      toasts.say(explain(i18n, error), { kind: "bad" })
      setBusy(false)
    }
  }

  return (
    <>
      <div className={styles.form}>
        <p>{t`It goes to the responsible teachers and to the people who keep this place safe. Nobody else hears that it was you.`}</p>
        <Select
          label={t`What is wrong?`}
          value={reason ?? ""}
          onChange={(key) => setReason(key as Reason)}
          options={[
            { value: "", label: t`Please choose`, disabled: true },
            ...REASONS.map((code) => ({ value: code, label: i18n._(REASON[code]) })),
          ]}
        />
        <Field
          label={t`Do you want to say more? You need not.`}
          value={text}
          onChange={setText}
          lines={3}
          maxLength={2000}
        />
      </div>
      <DialogButtons>
        <Button onPress={onClose}>{t`Cancel`}</Button>
        <Button look="main" icon="flag" isDisabled={busy || !reason} onPress={() => void send()}>
          {t`Send the report`}
        </Button>
      </DialogButtons>
    </>
  )
}
