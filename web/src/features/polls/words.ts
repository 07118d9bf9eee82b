import type { I18n, MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import { Refusal } from "../../live"
import { explain } from "../../ui"

/** Refusals of polls in the reader's words; other codes have theirs in `ui/explain`. */
const REFUSALS: Record<string, MessageDescriptor> = {
  conference_over: msg`This is over.`,
  not_inside: msg`You are not inside.`,
  poll_not_open: msg`This poll takes no answers now.`,
  poll_too_early: msg`Nobody is inside yet. Open it when they are.`,
  no_such_option: msg`This poll has changed. Please load the page again.`,
  no_option: msg`Choose an answer first.`,
  one_option: msg`Choose one answer only.`,
  answered: msg`You have answered already.`,
  changed_already: msg`You have changed your answer once. It stays as it is.`,
  not_a_draft: msg`This poll has been opened. Make a copy to change it.`,
  other_drafts: msg`Somebody has changed the drafts meanwhile. Try again.`,
  poll_changed_meanwhile: msg`Somebody else has changed this poll while you were writing.`,
  too_many_polls: msg`There are enough polls: at most {most}.`,
  options_count: msg`A poll offers 2 to {most} answers.`,
  no_such_page: msg`This document has {most} pages.`,
  same_options: msg`Two answers are the same.`,
  poll_text_too_long: msg`This has at most {most} characters.`,
  empty_message: msg`Write the question and each answer.`,
}

export function explainPoll(i18n: I18n, error: unknown): string {
  const words = error instanceof Refusal ? REFUSALS[error.code] : undefined
  return words && error instanceof Refusal
    ? i18n._(words.id, error.params, { message: words.message ?? error.text })
    : explain(i18n, error)
}
