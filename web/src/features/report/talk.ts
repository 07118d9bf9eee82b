import type { I18n } from "@lingui/core"
import { msg } from "@lingui/core/macro"

/** A part of a whole, 0 to 1; of nothing it is nothing. */
export const shareOf = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)

/** `2 min 05 s`, `40 s`, and a dash for silence. */
export function talkText(i18n: I18n, seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  const rest = seconds % 60
  if (seconds === 0) return "–"
  if (minutes === 0) return i18n._(msg`${rest} s`)
  const two = String(rest).padStart(2, "0")
  return i18n._(msg`${minutes} min ${two} s`)
}
