import type { I18n, MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import { LineLost, Refusal } from "../live/refusal"

/** The server's refusals in the reader's words. A code that is not here shows the server's own text. */
const WORDS: Record<string, MessageDescriptor> = {
  forbidden: msg`You may not do this here.`,
  not_found: msg`We cannot find this. It may be gone, or it is not open to you.`,
  signed_out: msg`You are signed out. Please sign in again.`,
  foreign_origin: msg`This request does not come from our own pages.`,
  too_big: msg`That is too much at once.`,
  malformed: msg`We do not understand this request. Please load the page again.`,
  too_many_tries: msg`Too many tries. Please wait {retry_after} seconds.`,
  wrong_sign_in: msg`User name or password is not right.`,
  pupils_use_link: msg`Pupils sign in with the link of their TwinSpace. Your teacher has it.`,
  not_your_link: msg`This is the link of a TwinSpace that you are not in. Ask your teacher.`,
  oidc_off: msg`EU Login is not switched on here.`,
  oidc_expired: msg`That took too long. Please start again.`,
  oidc_failed: msg`EU Login did not let you in. Please try again.`,
  oidc_cancelled: msg`You stopped at EU Login. You can try again, or use your user name.`,
  oidc_unknown: msg`No school staff account belongs to this sign-in.`,
  wrong_password: msg`Your present password is not right.`,
  password_same: msg`Choose a password that differs from the present one.`,
  password_short: msg`Choose a password of at least {shortest} characters.`,
  password_long: msg`Choose a password of at most {longest} characters.`,
  password_guessable: msg`This password is too easy to guess. Choose another one.`,
  unknown_time_zone: msg`We do not know this time zone.`,
  wrong_length: msg`A conference lasts 30, 60 or 90 minutes.`,
  wrong_start: msg`Please choose a day and a time.`,
  start_passed: msg`This time has passed. Choose a later one.`,
  start_too_far: msg`Conferences can be planned a year ahead, not more.`,
  off_grid: msg`Conferences start on five-minute marks.`,
  not_extendable: msg`This conference cannot be made longer.`,
  too_long: msg`This message is too long. It may have {max} characters.`,
  empty_message: msg`Write something first.`,
  bad_text: msg`This text has characters that cannot be shown.`,
  bad_emoji: msg`A reaction is one emoji.`,
  too_many_reactions: msg`There are enough different reactions here.`,
  room_read_only: msg`This room can only be read.`,
  room_paused: msg`A teacher has paused this room.`,
  muted: msg`A teacher has stopped you from writing here.`,
  pupils_cannot_write: msg`Only teachers write in this room.`,
  outside_hours: msg`You can write here from {opens} to {closes}.`,
  slow_down: msg`That was quick. It is sent in {retry_after} seconds.`,
  slow_mode: msg`This room is in slow mode. It is sent in {retry_after} seconds.`,
  same_text_thrice: msg`You have just written this twice.`,
  not_in_room: msg`Please enter the room first.`,
  enter_conference: msg`This room is entered through its conference.`,
  not_yours: msg`You can only change your own messages.`,
  deleted: msg`This message was deleted.`,
  own_message: msg`Somebody else decides about your own message.`,
  changed_meanwhile: msg`This message has another text now. Read it again.`,
  not_held: msg`This message is not waiting any more.`,
  led_by_conference: msg`Whoever leads the conference decides about its chat.`,
  bad_hours: msg`A time is written as 07:00.`,
  decided_by_you: msg`An appeal is decided by somebody else.`,
  appealed_once: msg`There is one appeal, and it was made.`,
  appeal_too_late: msg`An appeal is possible for {days} days.`,
  case_over: msg`This case is decided.`,
  grant_needed: msg`Open the room first, with a reason that its founders see.`,
  nothing_to_remove: msg`Only a message can be removed.`,
  nobody_to_suspend: msg`Only an adult’s account is suspended; pupils’ teachers lock theirs.`,
  no_evidence: msg`There is no sealed evidence in this case.`,
  asked_already: msg`Somebody has asked already; another person has to agree.`,
  second_person: msg`Another person has to agree.`,
  agreed_already: msg`Somebody has agreed already.`,
  sealed: msg`The evidence is sealed. One asks, another agrees.`,
  edit_too_late: msg`A message can be edited for 15 minutes.`,
  client_id_used: msg`This message was sent already.`,
  storage_away: msg`We cannot save right now. We try again in a moment.`,
  storage_full: msg`There is no room left to save anything. Reading still works.`,
  title_missing: msg`Give it a title.`,
  title_too_long: msg`This title is too long.`,
  title_taken: msg`There is a room of this name already.`,
  too_many_rooms: msg`There are enough rooms: at most {most}.`,
  default_room: msg`The room for everybody stays as it is.`,
  search_empty: msg`Write a word to look for, or choose a person or a day.`,
  conference_over: msg`This conference is over.`,
  not_open: msg`The doors of this conference are still closed.`,
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
