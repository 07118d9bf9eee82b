import type { MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import type { ChatWarning } from "../live"

/** What a pupil is told about a message, in the reader's words; one's own words stand in the note alone. */
export const WARNED: Record<Exclude<ChatWarning["phrase"], "own_words">, MessageDescriptor> = {
  kinder_words: msg`Please find kinder words for the others.`,
  leave_out_contact: msg`Please keep phone numbers, addresses and accounts to yourself.`,
  no_names: msg`Please do not write about people who are not here.`,
  keep_to_the_topic: msg`Please stay with what the project is about.`,
}
