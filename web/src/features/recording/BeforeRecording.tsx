import { useLingui } from "@lingui/react/macro"
import { Icon } from "../../ui"
import { Radios } from "../../ui/Radios"
import styles from "./recording.module.css"

export interface BeforeRecordingProps {
  /** It is being recorded now; else its host has said that it will be. */
  running: boolean
  isPupil: boolean
  /** What was chosen; null: nothing yet. */
  answer: boolean | null
  onAnswer: (agree: boolean) => void
}

/** Said, and asked, before one goes in: nobody is recorded who did not say yes. */
export function BeforeRecording({ running, isPupil, answer, onAnswer }: BeforeRecordingProps) {
  const { t } = useLingui()
  return (
    <section className={styles.before} aria-label={t`Recording`}>
      <Icon name="record" className={styles.dot} />
      <div>
        <p>
          <b>{running ? t`This is being recorded.` : t`This will be recorded.`}</b>{" "}
          {isPupil
            ? t`You are in it only if your school keeps a consent for you, and never against your will.`
            : t`You are in it only if you say yes. You can come in either way, and change your mind inside.`}
        </p>
        <Radios
          label={t`May you be seen and heard in the recording?`}
          value={answer === null ? "" : answer ? "yes" : "no"}
          onChange={(value) => onAnswer(value === "yes")}
          options={[
            { value: "yes", label: t`Yes, record me` },
            { value: "no", label: t`No, leave me out` },
          ]}
        />
      </div>
    </section>
  )
}
