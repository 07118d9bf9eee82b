import type { I18n, MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import { Refusal } from "../../live"
import { explain } from "../../ui"

/** Why one may not write now: by the code of the seat, and with `chat_` before it by a refusal. */
const CLOSED: Record<string, MessageDescriptor> = {
  held: msg`Whoever leads has switched writing off for you.`,
  locked: msg`Only those who lead and those who present write now.`,
  paused: msg`Everything is paused. You can ask when it goes on.`,
  no_teacher: msg`You can ask again when a teacher is inside.`,
  no_school_teacher: msg`You can ask again when an adult of your school is inside.`,
}

export function whyClosed(i18n: I18n, code: string): string {
  return i18n._(CLOSED[code] ?? msg`You cannot ask in writing now.`)
}

/** Refusals of questions in the reader's words; other codes have theirs in `ui/explain`. */
const REFUSALS: Record<string, MessageDescriptor> = {
  conference_over: msg`This is over.`,
  not_inside: msg`You are not inside.`,
  forbidden: msg`You may not ask in writing here.`,
  not_for_all: msg`Not everybody may read this before a teacher has. Leave out phone numbers, addresses, links to other sites and rude words.`,
  question_too_long: msg`A question has at most {most} characters.`,
  questions_waiting: msg`{most} of your questions are waiting. Ask again when one is answered.`,
  too_many_questions: msg`There are as many questions as can be taken here.`,
  own_question: msg`Your own question needs no vote of yours.`,
  question_answered: msg`This question has been answered.`,
  not_found: msg`This question is gone.`,
  not_yours: msg`You can only delete your own questions.`,
  too_many_tries: msg`That was quick. Please wait {retry_after} seconds.`,
}

export function explainQuestion(i18n: I18n, error: unknown): string {
  const code = error instanceof Refusal ? error.code : ""
  if (code.startsWith("chat_")) return whyClosed(i18n, code.replace("chat_", ""))
  const words = REFUSALS[code]
  return words && error instanceof Refusal
    ? i18n._(words.id, error.params, { message: words.message ?? error.text })
    : explain(i18n, error)
}
