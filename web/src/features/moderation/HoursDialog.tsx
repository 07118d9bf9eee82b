import { useLingui } from "@lingui/react/macro"
import { useState } from "react"
import type { Hours } from "../../live"
import { Button, Field } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import styles from "./moderation.module.css"

interface HoursDialogProps {
  hours: Hours | null
  open: boolean
  onClose: () => void
  onSave: (hours: Hours | null) => void
}

/** When pupils may write, in their own time. */
export function HoursDialog({ hours, open, onClose, onSave }: HoursDialogProps) {
  const { t } = useLingui()
  return (
    <Dialog title={t`Hours in which pupils write`} open={open} onClose={onClose}>
      <Form hours={hours} onClose={onClose} onSave={onSave} />
    </Dialog>
  )
}

function Form({ hours, onClose, onSave }: Omit<HoursDialogProps, "open">) {
  const { t } = useLingui()
  const [opens, setOpens] = useState(hours?.opens ?? "07:00")
  const [closes, setCloses] = useState(hours?.closes ?? "21:00")
  return (
    <>
      <div className={styles.form}>
        <p>{t`Outside these hours pupils can read. It is the time where each pupil lives.`}</p>
        <div className={styles.pair}>
          <Field label={t`From`} type="time" value={opens} onChange={setOpens} />
          <Field label={t`Until`} type="time" value={closes} onChange={setCloses} />
        </div>
      </div>
      <DialogButtons>
        <Button onPress={onClose}>{t`Cancel`}</Button>
        {hours && <Button onPress={() => onSave(null)}>{t`Always`}</Button>}
        <Button look="main" isDisabled={!opens || !closes} onPress={() => onSave({ opens, closes })}>
          {t`Save`}
        </Button>
      </DialogButtons>
    </>
  )
}
