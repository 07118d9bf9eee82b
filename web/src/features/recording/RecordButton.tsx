import { plural } from "@lingui/core/macro"
import { useLingui as useI18n } from "@lingui/react"
import { useLingui } from "@lingui/react/macro"
import { useState } from "react"
import { Button } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import styles from "./recording.module.css"
import type { InRoom } from "./room"
import { sizeText, whyNot } from "./words"

/** For whoever hosts: start and stop. Inactive, it says why in words (T34). */
export function RecordButton({ mark, yours, stored, inside, recorded, event, onRecord }: InRoom) {
  const { t } = useLingui()
  const { i18n } = useI18n()
  const [asking, setAsking] = useState(false)
  const { refusal, missing } = yours
  if (refusal === "not_host") return null
  const octets = sizeText(i18n, mark ? stored : 0)
  if (mark) {
    return (
      <div className={styles.control}>
        <Button look="stop" icon="record" onPress={() => onRecord(false)}>
          {t`Stop recording`}
        </Button>
        <small>
          {mark.until ? t`A test: ends by itself after a minute.` : null}{" "}
          {t`${recorded} of ${inside} in it, ${octets} stored`}
        </small>
      </div>
    )
  }
  const why =
    refusal === "pupils_without_consent"
      ? t`${plural(missing, { one: "# pupil inside has no consent to be recorded.", other: "# pupils inside have no consent to be recorded." })}`
      : refusal && whyNot(i18n, refusal)
  return (
    <div className={styles.control}>
      <Button icon="record" isDisabled={Boolean(refusal)} onPress={() => setAsking(true)}>
        {t`Record`}
      </Button>
      <small>{why || t`${octets} stored`}</small>
      <Dialog title={t`Record from now on?`} open={asking} onClose={() => setAsking(false)}>
        <p>
          {event
            ? t`Everybody is told, and sees a mark all the time. Only those who agree are seen and heard in it.`
            : t`Everybody is told, and sees a mark all the time. Only those who agree are seen and heard in it; pupils, only if their school keeps a consent.`}
        </p>
        <DialogButtons>
          <Button onPress={() => setAsking(false)}>{t`Do not record`}</Button>
          <Button
            look="main"
            icon="record"
            onPress={() => {
              setAsking(false)
              onRecord(true)
            }}
          >
            {t`Start recording`}
          </Button>
        </DialogButtons>
      </Dialog>
    </div>
  )
}
