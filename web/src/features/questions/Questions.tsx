import { useLingui } from "@lingui/react/macro"
import { type ReactNode, useSyncExternalStore } from "react"
import type { Id, Question } from "../../live"
import { Banner, Empty, useKeptFocus } from "../../ui"
import { AskForm } from "./AskForm"
import { QuestionRow } from "./QuestionRow"
import styles from "./questions.module.css"
import type { LiveQuestions, QuestionHere } from "./store"
import { whyClosed } from "./words"

export interface QuestionsProps {
  questions: LiveQuestions
  you: Id
  leads: boolean
  /** Whether one may ask at all. */
  asks: boolean
  /** Why one may not write now, as a code; null while one may. */
  closed: string | null
  onReport: (question: Id) => void
}

/** What people want to know: the one being answered, those that wait by votes, and what is done. */
export function Questions({ questions, you, leads, asks, closed, onReport }: QuestionsProps) {
  const { t, i18n } = useLingui()
  const all = useSyncExternalStore(questions.subscribe, questions.read)
  const kept = useKeptFocus()
  const of = (...states: Question["state"][]) => all.filter(({ state }) => states.includes(state))
  const rows = (some: QuestionHere[]) =>
    some.map((one) => (
      <QuestionRow
        key={one.id}
        question={one}
        questions={questions}
        own={one.author.id === you}
        leads={leads}
        onReport={onReport}
      />
    ))
  return (
    <div className={styles.questions} {...kept}>
      {asks && closed === null && <AskForm questions={questions} />}
      {asks && closed !== null && <Banner kind="hold">{whyClosed(i18n, closed)}</Banner>}
      {all.length === 0 && (
        <Empty title={t`No questions yet`}>{t`What most people want to know stands first here.`}</Empty>
      )}
      <Group title={t`Being answered now`} now>
        {rows(of("answering"))}
      </Group>
      <Group title={t`Waiting`}>{rows(of("asked"))}</Group>
      <Group title={t`Answered`}>{rows(of("answered"))}</Group>
      <Group title={t`Put aside`}>{rows(of("dismissed"))}</Group>
    </div>
  )
}

function Group({ title, now, children }: { title: string; now?: boolean; children: ReactNode[] }) {
  if (children.length === 0) return null
  return (
    <section className={styles.group} data-now={now} aria-label={title}>
      <h3>{title}</h3>
      <ul>{children}</ul>
    </section>
  )
}

/** The question that is being answered, in sight of everybody while the panel is closed. */
export function BeingAnswered({ questions, shown }: { questions: LiveQuestions; shown: boolean }) {
  const { t } = useLingui()
  const now = useSyncExternalStore(questions.subscribe, questions.read).find(
    ({ state }) => state === "answering",
  )
  if (!now || shown) return null
  return (
    <Banner kind="hold" icon="question">
      {t`Being answered now:`} <bdi>{now.text}</bdi>
    </Banner>
  )
}
