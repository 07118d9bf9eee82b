import type { I18n } from "@lingui/core"
import type { Instant } from "../../live"
import { BRUSSELS, brusselsLabel, shortDay, wall } from "../../ui/time"

/** A day and an hour on Brussels' clocks (D-06), in the middle of a sentence. */
export function momentText(i18n: I18n, at: Instant): string {
  const moment = Date.parse(at)
  const there = wall(moment, BRUSSELS)
  return `${shortDay(i18n, there)}, ${there.clock} ${brusselsLabel(moment)}`
}
