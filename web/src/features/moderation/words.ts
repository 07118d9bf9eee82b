import type { MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import type { CaseState, Finding, Outcome, Reason, Target } from "../../live"
import type { IconName } from "../../ui"

/** What was found, as a pupil and a teacher read it. */
export const WHY: Record<Finding["kind"], { icon: IconName; words: MessageDescriptor }> = {
  phone: { icon: "device-mobile", words: msg`It looks like a phone number.` },
  email: { icon: "chat-circle-text", words: msg`It looks like an e-mail address.` },
  address: { icon: "house", words: msg`It looks like a street address.` },
  handle: { icon: "user", words: msg`It looks like a name on another platform.` },
  link: { icon: "link-simple", words: msg`It has a link that we do not know.` },
  word: { icon: "warning-circle", words: msg`It has a word that can hurt.` },
  reports: { icon: "flag", words: msg`Several people have reported it.` },
  moderator: { icon: "hand-palm", words: msg`A grown-up who keeps this place safe wants to look at it.` },
}

/** What the detectors look for, as those who keep the lists count it. */
export const DETECTED: Partial<Record<Finding["kind"], MessageDescriptor>> = {
  phone: msg`Telephone numbers`,
  email: msg`E-mail addresses`,
  address: msg`Street addresses`,
  handle: msg`Names on other platforms`,
  link: msg`Unknown links`,
}

export const HINTS = ["leave_out_contact", "kinder_words", "ask_first"] as const
export type HintCode = (typeof HINTS)[number]

/** Ready hints, as the pupil reads them. */
export const HINT: Record<HintCode | "no_names" | "other", MessageDescriptor> &
  Partial<Record<string, MessageDescriptor>> = {
  leave_out_contact: msg`Please leave the number or address out.`,
  kinder_words: msg`Please find kinder words.`,
  no_names: msg`Please leave out other people’s names.`,
  ask_first: msg`Please ask me first.`,
  other: msg`Please change this.`,
}

export const REASONS: readonly Reason[] = [
  "bullying",
  "hate",
  "sexual_or_violent",
  "self_harm",
  "child_data",
  "impersonation",
  "spam",
  "commercial",
  "copyright",
  "other",
]

export const REASON: Record<Reason, MessageDescriptor> = {
  bullying: msg`Somebody is bullied`,
  hate: msg`Hate against a group of people`,
  sexual_or_violent: msg`Sexual or violent`,
  self_harm: msg`I am worried about somebody`,
  child_data: msg`Personal data of a child`,
  impersonation: msg`Somebody pretends to be another person`,
  spam: msg`Spam`,
  commercial: msg`Advertising`,
  copyright: msg`It was copied without asking`,
  other: msg`Something else`,
}

export const TARGET: Record<Target, { icon: IconName; words: MessageDescriptor }> = {
  message: { icon: "chat-circle-text", words: msg`A message` },
  person: { icon: "user", words: msg`A person` },
  conference: { icon: "video-camera", words: msg`A conference` },
  recording: { icon: "record", words: msg`A recording` },
  material: { icon: "images-square", words: msg`A material` },
  question: { icon: "question", words: msg`A question` },
}

/** Lines of the audit log, as the wall shows them. */
export const ACT: Partial<Record<string, MessageDescriptor>> = {
  "chat.rules": msg`Rules of the room changed`,
  "chat.mute": msg`Muted`,
  "chat.unmute": msg`Mute lifted`,
  "chat.hold": msg`Message held`,
  "chat.approve": msg`Message approved`,
  "chat.return": msg`Message returned`,
  "chat.delete": msg`Message deleted`,
  "chat.warn": msg`Warned`,
  "chat.take_warning_back": msg`Warning taken back`,
  "conference.remove": msg`Taken out of a conference`,
  "conference.ban": msg`Banned from conferences`,
  "conference.lift_ban": msg`Ban lifted`,
}

/** What came of it, to the one whom it is about. */
const MEASURE: Record<Outcome, MessageDescriptor> = {
  no_action: msg`Nothing had to be done`,
  warned: msg`You were warned. Please keep to the rules of this place.`,
  removed: msg`Something of yours was removed.`,
  suspended: msg`Your account was suspended.`,
}

const REMOVED: Partial<Record<Target, MessageDescriptor>> = {
  message: msg`A message of yours was removed.`,
  material: msg`Something that you shared was removed.`,
  question: msg`A question of yours was removed.`,
  recording: msg`A recording of yours was removed.`,
}

export const measureOf = (outcome: Outcome, target: Target): MessageDescriptor =>
  (outcome === "removed" && REMOVED[target]) || MEASURE[outcome]

export const STATE: Record<CaseState, MessageDescriptor> = {
  open: msg`New`,
  triaged: msg`Looked at`,
  in_work: msg`In work`,
  resolved: msg`Decided`,
  appealed: msg`Appeal`,
  closed: msg`Closed`,
}
