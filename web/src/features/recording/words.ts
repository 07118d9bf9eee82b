import type { I18n, MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import { type RecordingChapter, Refusal } from "../../live"
import { explain } from "../../ui"

/** Why recording cannot begin, by the server's code. */
const REFUSALS: Record<string, MessageDescriptor> = {
  recording_off: msg`Nothing of this kind is recorded here.`,
  not_open: msg`You can record once the room is open.`,
  forbidden: msg`You may not record here.`,
}

const FAILURES: Record<string, MessageDescriptor> = {
  disk_full: msg`The recording stopped: the server has no more room for it. What was recorded before is kept.`,
  disk_slow: msg`The recording stopped: the server could not write fast enough. What was recorded before is kept.`,
  disk_failed: msg`The recording stopped: the server could not write it. What was recorded before is kept.`,
  no_folder: msg`The recording stopped: this server has no place for recordings.`,
  empty: msg`Nothing was recorded: nobody who agreed was heard or seen.`,
  broken: msg`No film could be made of this recording.`,
}

const TROUBLES: Record<string, MessageDescriptor> = {
  wrong_pin: msg`This PIN is not right.`,
  pin_needed: msg`This recording asks for a PIN.`,
  being_made_again: msg`This recording is being made again. Please come back in a few minutes.`,
  not_ready: msg`This recording is not ready yet.`,
  mp4_off: msg`This server makes no MP4.`,
  nobody_left: msg`Leave at least one person in it.`,
  too_short: msg`Leave at least a second of it.`,
  wrong_end: msg`The link must end in the future.`,
  not_found: msg`This recording is not there any more, or it is not for you: it may have been taken back, or its time is over.`,
}

export function whyNot(i18n: I18n, code: string): string {
  return i18n._(REFUSALS[code] ?? msg`You cannot record now.`)
}

export function failureText(i18n: I18n, code: string): string {
  return i18n._(FAILURES[code] ?? msg`The recording stopped.`)
}

export function explainRecording(i18n: I18n, error: unknown): string {
  const words = error instanceof Refusal ? TROUBLES[error.code] : undefined
  return words ? i18n._(words) : explain(i18n, error)
}

/** Octets as people read them. */
export function sizeText(i18n: I18n, octets: number): string {
  const number = (value: number, unit: string, digits: number) =>
    i18n.number(value, { style: "unit", unit, maximumFractionDigits: digits })
  if (octets >= 1_000_000) return number(octets / 1_000_000, "megabyte", 1)
  if (octets >= 1_000) return number(octets / 1_000, "kilobyte", 0)
  // In full: "0 byte" is no word.
  return i18n.number(octets, { style: "unit", unit: "byte", unitDisplay: "long" })
}

/** `75` as `1:15`, `3700` as `1:01:40`. */
export function lengthText(seconds: number): string {
  const whole = Math.round(seconds)
  const two = (value: number) => String(value).padStart(2, "0")
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return `${minutes}:${two(whole % 60)}`
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`
}

/** `1:15` as `75`; null when it is no time. */
export function secondsOf(text: string): number | null {
  if (!/^\d{1,3}(:\d{1,2}){0,2}([.,]\d)?$/.test(text.trim())) return null
  return text
    .trim()
    .replace(",", ".")
    .split(":")
    .reduce((sum, part) => sum * 60 + Number(part), 0)
}

/** The page that was on stage then, also while a poll was open beside it. */
export function currentSlide(
  chapters: readonly RecordingChapter[],
  at: number,
): RecordingChapter | undefined {
  return currentChapter(
    chapters.filter((chapter) => chapter.kind === "slide"),
    at,
  )
}

/** The chapter in which a moment lies. */
export function currentChapter(
  chapters: readonly RecordingChapter[],
  at: number,
): RecordingChapter | undefined {
  // A player that was sent to a chapter may stand a hair before it.
  return chapters.findLast((chapter) => chapter.at_s <= at + 0.1)
}
