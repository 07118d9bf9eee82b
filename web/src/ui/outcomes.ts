import type { MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import type { Outcome, Target } from "../live"

/** What came of a report, as reporters and colleagues read it. */
export const OUTCOME: Record<Outcome, MessageDescriptor> = {
  no_action: msg`Nothing had to be done`,
  warned: msg`The person was warned`,
  removed: msg`What was written was removed`,
  suspended: msg`The account was suspended`,
}

const REMOVED: Partial<Record<Target, MessageDescriptor>> = {
  message: msg`The message was removed`,
  material: msg`The material was removed`,
  question: msg`The question was removed`,
  recording: msg`The recording was removed`,
}

/** The same, of a thing of this kind. */
export const outcomeOf = (outcome: Outcome, target: Target): MessageDescriptor =>
  (outcome === "removed" && REMOVED[target]) || OUTCOME[outcome]
