import { useLingui } from "@lingui/react/macro"
import { useState } from "react"
import { Button, type IconName } from "../../ui"
import { answerOnExit, type ExitAnswer } from "./api"
import { useAct, useHere } from "./context"
import styles from "./ended.module.css"

/** One question for pupils at the end; only the counts are kept, not who said what. */
export function ExitQuestion() {
  const { t } = useLingui()
  const { conference } = useHere()
  const act = useAct()
  const [answered, setAnswered] = useState(false)
  const answers: [ExitAnswer, IconName, string][] = [
    ["well", "smiley-fill", t`Yes, well`],
    ["partly", "smiley-meh-fill", t`Partly`],
    ["not_well", "smiley-sad-fill", t`Not so well`],
  ]
  const answer = async (value: ExitAnswer) => {
    if (await act(() => answerOnExit(conference.id, value))) setAnswered(true)
  }
  if (answered) return <p role="status">{t`Thank you! Nobody sees who said what.`}</p>
  return (
    <fieldset className={styles.question}>
      <legend>{t`Could you follow the conference?`}</legend>
      {answers.map(([value, icon, words]) => (
        <Button key={value} size="big" icon={icon} onPress={() => void answer(value)}>
          {words}
        </Button>
      ))}
      <small>{t`Your teachers see only how many said what.`}</small>
    </fieldset>
  )
}
