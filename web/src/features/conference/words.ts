import type { I18n, MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import { Refusal, type Source } from "../../live"
import type { Problem } from "../../live/media-devices"
import type { Quality } from "../../live/media-quality"
import { explain } from "../../ui"
import { BRUSSELS, timeText } from "../../ui/time"

/** Refusals of conferences in the reader's words; other codes have theirs in `ui/explain`. */
const REFUSALS: Record<string, MessageDescriptor> = {
  conference_over: msg`This is over.`,
  not_open: msg`The doors are still closed. They open shortly before the start.`,
  removed: msg`The host has taken you out. Only the host can let you in again.`,
  forbidden: msg`You may not take part here. If you think this is a mistake, ask the host.`,
  held: msg`Whoever leads has switched this off for you.`,
  no_teacher: msg`This works again when your teacher is back.`,
  no_school_teacher: msg`This works again when an adult of your school is inside.`,
  locked: msg`This is locked for everybody now. Raise your hand to ask.`,
  paused: msg`Everything is paused. It goes on by itself.`,
  banned: msg`You may not come in here now. Whoever leads decides when you may again.`,
  banned_until: msg`You may not come in here until {until}.`,
  sent_back: msg`You are in the waiting room until the host lets you in again.`,
  audio_only: msg`There is only sound here, without cameras.`,
  pupils_microphone_off: msg`In this TwinSpace pupils listen. Their microphones are switched off.`,
  pupils_camera_off: msg`In this TwinSpace pupils’ cameras are switched off.`,
  no_video_consent: msg`Your camera needs the permission that your school keeps. Ask your teacher.`,
  not_presenter: msg`The host decides who may share a screen. Raise your hand to ask.`,
  not_inside: msg`You are not inside.`,
  not_removable: msg`The host cannot be taken out.`,
  teachers_only: msg`Only a teacher of this TwinSpace can be a co-host.`,
  cohosts_in_event: msg`Co-hosts are chosen on the page of the event.`,
  stage_full: msg`There is no free place on the stage. Somebody must come off it first.`,
  no_rehearsal_now: msg`You can rehearse from the day before until just before the doors open.`,
  no_rehearsal_here: msg`Only events are rehearsed.`,
  prepared_meanwhile: msg`Somebody else who leads has just set this otherwise. What you see now is theirs.`,
  not_begun: msg`The event has not begun. Leave the room: you can come back to it.`,
  join_first: msg`Join the event first: the room is for those who take part.`,
  event_cancelled: msg`This event was called off.`,
  event_over: msg`This event is over.`,
  not_extendable: msg`This cannot be made longer.`,
  answered: msg`You have answered already.`,
  class_too_large: msg`A class list has at most {most} pupils.`,
  is_inside: msg`{name} is inside already.`,
  listed_elsewhere: msg`{name} is on another teacher’s list.`,
  host_stays: msg`The host stays the host.`,
  leads: msg`Whoever leads may always write.`,
  not_captioner: msg`The host decides who writes captions.`,
  caption_too_long: msg`A caption has at most {most} characters.`,
  media_away: msg`Sound and picture are away for a moment. We are getting them back.`,
}

/** With an end in it, in the reader's zone. */
export function explainConference(i18n: I18n, error: unknown, zone: string = BRUSSELS): string {
  const words = error instanceof Refusal ? REFUSALS[error.code] : undefined
  if (!words || !(error instanceof Refusal)) return explain(i18n, error)
  const { until } = error.params
  const params = until ? { ...error.params, until: timeText(i18n, String(until), null, zone) } : error.params
  return i18n._(words.id, params, { message: words.message ?? error.text })
}

/** Why a source stays off, from the code that the server gave. */
export function explainCode(i18n: I18n, code: string): string {
  const words = REFUSALS[code]
  return words ? i18n._(words) : i18n._(msg`You may not switch this on here.`)
}

interface Trouble {
  what: MessageDescriptor
  /** The one thing to do. */
  cure: MessageDescriptor
}

const INSECURE: Trouble = {
  what: msg`This address gives no access to cameras and microphones`,
  cure: msg`Open the page by the address that begins with https.`,
}

const TROUBLES: Record<Source, Partial<Record<Problem, Trouble>>> = {
  microphone: {
    denied: {
      what: msg`The microphone is blocked`,
      cure: msg`Press the sign beside the address and allow the microphone.`,
    },
    missing: { what: msg`No microphone found`, cure: msg`Plug in a headset, then try again.` },
    busy: {
      what: msg`Another program uses the microphone`,
      cure: msg`Close the other program, then try again.`,
    },
    insecure: INSECURE,
    failed: { what: msg`The microphone does not start`, cure: msg`Unplug it, plug it in, and try again.` },
  },
  camera: {
    denied: {
      what: msg`The camera is blocked`,
      cure: msg`Press the sign beside the address and allow the camera.`,
    },
    missing: { what: msg`No camera found`, cure: msg`Plug one in, or go in without: that is fine.` },
    busy: { what: msg`Another program uses the camera`, cure: msg`Close the other program, then try again.` },
    insecure: INSECURE,
    failed: { what: msg`The camera does not start`, cure: msg`Unplug it, plug it in, and try again.` },
  },
  screen: {
    missing: { what: msg`This device cannot share its screen`, cure: msg`Use a computer to share.` },
    busy: {
      what: msg`The screen cannot be shared now`,
      cure: msg`Allow this browser to record the screen in the computer’s settings.`,
    },
    insecure: INSECURE,
    failed: {
      what: msg`The screen cannot be shared now`,
      cure: msg`Try again, and choose a window instead of the whole screen.`,
    },
  },
}

export function troubleWith(
  i18n: I18n,
  source: Source,
  problem: Problem,
): { what: string; cure: string } | null {
  const trouble = TROUBLES[source][problem]
  return trouble ? { what: i18n._(trouble.what), cure: i18n._(trouble.cure) } : null
}

const CAUSES: Record<NonNullable<Quality["cause"]>, MessageDescriptor> = {
  loss_in: msg`Your internet loses parts of what others send. Sit closer to the router.`,
  loss_out: msg`Your internet loses parts of what you send. Sit closer to the router.`,
  delay: msg`Your internet is slow today. Others hear you a little late.`,
  processor: msg`This device is busy. Close other programs and pages.`,
  bandwidth: msg`Your internet is too narrow for your picture. Switch your camera off for better sound.`,
}

/** The same causes, said to a teacher about somebody else. */
const CAUSES_OF_OTHERS: Record<NonNullable<Quality["cause"]>, MessageDescriptor> = {
  loss_in: msg`hears with gaps`,
  loss_out: msg`is heard with gaps`,
  delay: msg`slow internet`,
  processor: msg`device too busy`,
  bandwidth: msg`internet too narrow for the picture`,
}

export function causeOfOthers(i18n: I18n, cause: string | null): string | null {
  const words = (CAUSES_OF_OTHERS as Record<string, MessageDescriptor | undefined>)[cause ?? ""]
  return words ? i18n._(words) : null
}

export function explainQuality(i18n: I18n, quality: Quality): string | null {
  return quality.cause ? i18n._(CAUSES[quality.cause]) : null
}
