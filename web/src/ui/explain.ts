import type { I18n, MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import { LineLost, Refusal } from "../live/refusal"

/** The server's refusals in the reader's words. A code that is not here shows the server's own text. */
const WORDS: Record<string, MessageDescriptor> = {
  forbidden: msg`You may not do this here.`,
  not_signed_in: msg`Please sign in first.`,
}

/** Why something was not done, in plain words. */
export function explain(i18n: I18n, error: unknown): string {
  if (error instanceof Refusal) {
    const words = WORDS[error.code]
    return words ? i18n._(words.id, error.params, { message: words.message ?? error.text }) : error.text
  }
  if (error instanceof LineLost)
    return i18n._(msg`We cannot reach TwinSpace at the moment. Please try again.`)
  return i18n._(msg`Something went wrong on our side. Please try again.`)
}
