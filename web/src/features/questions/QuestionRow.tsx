import { plural } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import { ToggleButton } from "react-aria-components/ToggleButton"
import type { Id } from "../../live"
import { Button, Choice, Flag, Icon, IconButton, MenuButton, toasts, useAct } from "../../ui"
import styles from "./questions.module.css"
import type { LiveQuestions, QuestionHere } from "./store"
import { explainQuestion } from "./words"

export interface QuestionRowProps {
  question: QuestionHere
  questions: LiveQuestions
  own: boolean
  leads: boolean
  onReport: (question: Id) => void
}

/** One question with its votes, and what one may do with it. */
export function QuestionRow({ question, questions, own, leads, onReport }: QuestionRowProps) {
  const { author, text } = question
  return (
    <li className={styles.row}>
      <Votes question={question} questions={questions} own={own} />
      <div className={styles.words}>
        <p>
          <bdi>{text}</bdi>
        </p>
        <small>
          {author.country && <Flag country={author.country} code={false} />}
          <bdi>{author.name}</bdi>
        </small>
        {leads && <Lead question={question} questions={questions} />}
      </div>
      <Menu {...{ question, questions, own, leads, onReport }} />
    </li>
  )
}

function Votes({ question, questions, own }: Omit<QuestionRowProps, "leads" | "onReport">) {
  const { t } = useLingui()
  const act = useAct(explainQuestion)
  const { id, state, votes, voted } = question
  const closed = own || state === "answered" || state === "dismissed"
  if (closed) {
    return (
      <span className={styles.count}>
        {votes}
        <span className="sr">{t`${plural(votes, { one: "vote", other: "votes" })}`}</span>
      </span>
    )
  }
  return (
    <ToggleButton
      className={styles.vote ?? ""}
      isSelected={voted}
      onChange={(on) => void act(() => questions.vote(id, on))}
      aria-label={t`I want to know this, too. ${plural(votes, { one: "# vote", other: "# votes" })}`}
    >
      <Icon name={voted ? "thumbs-up-fill" : "thumbs-up"} />
      {votes}
    </ToggleButton>
  )
}

/** The one thing to do next with it. */
function Lead({
  question: { id, state, text },
  questions,
}: Pick<QuestionRowProps, "question" | "questions">) {
  const { t } = useLingui()
  const act = useAct(explainQuestion)
  const next = {
    asked: { to: "answering", word: t`Answer now`, label: t`Answer now: ${text}` },
    answering: { to: "answered", word: t`It is answered`, label: t`It is answered: ${text}` },
    answered: { to: "asked", word: t`Put back`, label: t`Put back: ${text}` },
    dismissed: { to: "asked", word: t`Put back`, label: t`Put back: ${text}` },
  } as const
  const { to, word, label } = next[state]
  return (
    <Button size="small" aria-label={label} onPress={() => void act(() => questions.move(id, to))}>
      {word}
    </Button>
  )
}

function Menu({ question: { id, state, text }, questions, own, leads, onReport }: QuestionRowProps) {
  const { t } = useLingui()
  const act = useAct(explainQuestion)
  const takeBack = async () => {
    if (!(await act(() => questions.takeBack(id)))) return
    const again = () => void act(() => questions.ask(text))
    toasts.say(t`Your question is deleted.`, { action: { label: t`Ask it again`, run: again } })
  }
  const putAside = async () => {
    if (!(await act(() => questions.move(id, "dismissed")))) return
    const undo = () => void act(() => questions.move(id, "asked"))
    toasts.say(t`The question is put aside.`, { action: { label: t`Undo`, run: undo } })
  }
  const deeds: Record<string, () => void> = {
    answered: () => void act(() => questions.move(id, "answered")),
    asked: () => void act(() => questions.move(id, "asked")),
    aside: () => void putAside(),
    delete: () => void takeBack(),
    report: () => onReport(id),
  }
  const aside = leads && state !== "dismissed"
  return (
    <MenuButton
      aria-label={t`More about this question`}
      onAction={(key) => deeds[key]?.()}
      button={<IconButton small icon="dots-three-vertical-bold" label={t`More: ${text}`} />}
    >
      {leads && state === "asked" && <Choice id="answered" icon="check">{t`It is answered`}</Choice>}
      {leads && state === "answering" && <Choice id="asked" icon="arrow-down">{t`Put back`}</Choice>}
      {aside && <Choice id="aside" icon="x">{t`Put aside`}</Choice>}
      {!own && (
        <Choice id="report" icon="flag">
          {t({ message: "Report", context: "verb" })}
        </Choice>
      )}
      {own && <Choice id="delete" icon="trash" danger>{t`Delete`}</Choice>}
    </MenuButton>
  )
}
