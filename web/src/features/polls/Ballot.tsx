import { useLingui } from "@lingui/react/macro"
import { useState } from "react"
import { CheckboxGroup } from "react-aria-components/CheckboxGroup"
import { Label } from "react-aria-components/Label"
import { Radio, RadioGroup } from "react-aria-components/RadioGroup"
import type { Id } from "../../live"
import { Button, Check, Icon, useAct } from "../../ui"
import styles from "./polls.module.css"
import type { LivePolls, PollHere } from "./store"
import { explainPoll } from "./words"

/** An open poll as one answers it: said first who will know, then the answers, then what becomes of one's own. */
export function Ballot({ poll, polls }: { poll: PollHere; polls: LivePolls }) {
  const { t } = useLingui()
  const [changing, setChanging] = useState(false)
  if (poll.yours && !changing) {
    return <Given poll={poll} onChange={() => setChanging(true)} />
  }
  return (
    <>
      <Form poll={poll} polls={polls} onDone={() => setChanging(false)} />
      {changing && (
        <Button look="quiet" size="small" onPress={() => setChanging(false)}>{t`Leave it as it is`}</Button>
      )}
    </>
  )
}

/** Who will know what one chose: before one answers, not after. */
export function WhoKnows({ anonymous }: { anonymous: boolean }) {
  const { t } = useLingui()
  return (
    <p className={styles.who}>
      <Icon name={anonymous ? "eye-slash" : "eye"} />
      {anonymous
        ? t`Anonymous: nobody can find out who chose what.`
        : t`With names: those who lead see who chose what.`}
    </p>
  )
}

function Form({ poll, polls, onDone }: { poll: PollHere; polls: LivePolls; onDone: () => void }) {
  const { t } = useLingui()
  const act = useAct(explainPoll)
  const [wanted, setWanted] = useState<Id[]>([...poll.chosen])
  const [sending, setSending] = useState(false)
  const send = async () => {
    setSending(true)
    if (await act(() => polls.answer(poll.id, wanted))) onDone()
    setSending(false)
  }
  return (
    <form
      className={styles.ballot}
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      {poll.multiple ? (
        <CheckboxGroup value={wanted} onChange={setWanted} className={styles.choices ?? ""}>
          <Label className={styles.hint}>{t`Choose all that fit`}</Label>
          {poll.options.map(({ id, text }) => (
            <Check key={id} value={id}>
              <bdi>{text}</bdi>
            </Check>
          ))}
        </CheckboxGroup>
      ) : (
        <RadioGroup
          value={wanted[0] ?? null}
          onChange={(id) => setWanted([id])}
          className={styles.choices ?? ""}
        >
          <Label className={styles.hint}>{t`Choose one`}</Label>
          {poll.options.map(({ id, text }) => (
            <Radio key={id} value={id} className={styles.choice ?? ""}>
              <span className={styles.dot} aria-hidden="true" />
              <bdi>{text}</bdi>
            </Radio>
          ))}
        </RadioGroup>
      )}
      <Button type="submit" look="main" isDisabled={wanted.length === 0} isPending={sending}>
        {poll.yours ? t`Change my answer` : t`Send my answer`}
      </Button>
    </form>
  )
}

function Given({ poll, onChange }: { poll: PollHere; onChange: () => void }) {
  const { t } = useLingui()
  const words = poll.options.filter(({ id }) => poll.chosen.includes(id)).map(({ text }) => text)
  const answer = words.join(", ")
  return (
    <div className={styles.given}>
      <p role="status">
        <Icon name="check-circle-fill" />
        <span>{words.length > 0 ? t`You answered: ${answer}` : t`You have answered.`}</span>
      </p>
      {poll.changeable ? (
        <Button size="small" onPress={onChange}>
          {t`Change my answer once`}
        </Button>
      ) : (
        poll.yours?.may_change && (
          <p
            className={styles.note}
          >{t`The page was loaded anew, and we do not know what you chose. So your answer stays.`}</p>
        )
      )}
    </div>
  )
}
