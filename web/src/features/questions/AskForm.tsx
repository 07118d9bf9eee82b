import { useLingui } from "@lingui/react/macro"
import { useState } from "react"
import { Button, Field } from "../../ui"
import styles from "./questions.module.css"
import type { LiveQuestions } from "./store"
import { explainQuestion } from "./words"

/** A question to all: what is refused stays in the field, with the reason below it. */
export function AskForm({ questions }: { questions: LiveQuestions }) {
  const { t, i18n } = useLingui()
  const [text, setText] = useState("")
  const [refused, setRefused] = useState<string | null>(null)
  const [sending, setSending] = useState(false)
  const ask = async () => {
    setSending(true)
    try {
      await questions.ask(text)
      setText("")
      setRefused(null)
    } catch (error) {
      setRefused(explainQuestion(i18n, error))
    }
    setSending(false)
  }
  return (
    <form
      className={styles.ask}
      onSubmit={(event) => {
        event.preventDefault()
        void ask()
      }}
    >
      <Field
        label={t`Your question`}
        value={text}
        onChange={setText}
        lines={2}
        maxLength={300}
        error={refused}
        hint={t`Everybody inside reads it, with your name.`}
      />
      <Button type="submit" look="main" isDisabled={text.trim() === ""} isPending={sending}>
        {t`Ask`}
      </Button>
    </form>
  )
}
