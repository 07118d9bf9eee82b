import { useLingui as useI18n } from "@lingui/react"
import { useLingui } from "@lingui/react/macro"
import { Banner, Button, Icon } from "../../ui"
import styles from "./recording.module.css"
import type { InRoom } from "./room"
import { failureText } from "./words"

/** To everybody while it is recorded: that it is, the question, and afterwards the answer, which can be changed. */
export function RecordingNotice(room: InRoom) {
  const { i18n } = useI18n()
  const { mark, yours, failure, isPupil } = room
  if (!mark)
    return (
      failure && (
        <Banner kind="bad" icon="record" alert>
          {failureText(i18n, failure)}
        </Banner>
      )
    )
  if (isPupil) return <ToPupil {...room} mark={mark} />
  return yours.answer === null ? <Question {...room} mark={mark} /> : <Answer {...room} />
}

type Running = InRoom & { mark: NonNullable<InRoom["mark"]> }

function Question({ mark, onAnswer }: Running) {
  const { t } = useLingui()
  const { by } = mark
  return (
    <Banner kind="hold" icon="record" alert>
      <div className={styles.question}>
        <p>
          <b>{t`${by} is recording.`}</b>{" "}
          {t`May you be seen and heard in it? Until you say yes you are not. You can stay either way.`}
        </p>
        <div className={styles.buttons}>
          <Button size="small" onPress={() => onAnswer(false)}>{t`No, leave me out`}</Button>
          <Button size="small" look="bright" onPress={() => onAnswer(true)}>{t`Yes, record me`}</Button>
        </div>
      </div>
    </Banner>
  )
}

function Answer({ yours, onAnswer }: InRoom) {
  const { t } = useLingui()
  const agreed = yours.answer === "agreed"
  return (
    <p className={styles.answer}>
      <Icon name="record" />
      {agreed ? t`This is recorded, and you are in it.` : t`This is recorded. You are not in it.`}
      <Button size="small" look="quiet" onPress={() => onAnswer(!agreed)}>
        {agreed ? t`Leave me out` : t`Record me`}
      </Button>
    </p>
  )
}

/** A pupil's consent is kept at school; a pupil's own no counts as well. */
function ToPupil({ mark, yours, onAnswer }: Running) {
  const { t } = useLingui()
  const { by } = mark
  const out = yours.answer === "declined"
  const may = yours.written || out
  return (
    <Banner kind={yours.written ? "hold" : "info"} icon="record" alert="politely">
      <div className={styles.question}>
        <p>
          <b>{t`${by} is recording.`}</b>{" "}
          {yours.written
            ? t`You are seen and heard in it, because your school keeps a consent for you. You can say no and stay.`
            : t`You are neither seen nor heard in the recording.`}
        </p>
        {may && (
          <Button size="small" onPress={() => onAnswer(out)}>
            {out ? t`Record me` : t`Leave me out`}
          </Button>
        )}
      </div>
    </Banner>
  )
}
