import type { I18n, MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import type { ProbeFinding } from "../../live/probe"

/** How a tag or banner shows it: all is well, sound at least, or nothing passes. */
export function gradeOf(findings: readonly ProbeFinding[]): "ok" | "hold" | "bad" {
  if (findings.includes("blocked")) return "bad"
  // By the relay all works that works directly, only a little later.
  return findings.every((finding) => finding === "relay_only") ? "ok" : "hold"
}

/** In a table: the worst finding in two or three words. */
const SHORT: Record<ProbeFinding | "none", MessageDescriptor> = {
  none: msg`Good`,
  blocked: msg`Does not work`,
  relay_only: msg`Good, by the relay`,
  audio_only: msg`Sound and slides`,
  few_pictures: msg`A few small pictures`,
  loss: msg`Loses a part`,
  delay: msg`Slow`,
}

export function shortly(i18n: I18n, findings: readonly ProbeFinding[]): string {
  const worst = findings.find((finding) => finding !== "relay_only") ?? findings[0] ?? "none"
  return i18n._(SHORT[worst])
}

/** In full: what it means for a conference, and the one thing to do. */
const SENTENCES: Record<ProbeFinding, MessageDescriptor> = {
  blocked: msg`Sound does not come through. Ask your network’s keeper to open UDP, or TLS on port 443, to this site.`,
  relay_only: msg`The direct way is closed, so all goes by the relay on port 443. That works.`,
  audio_only: msg`There is room for sound and slides. Leave cameras off.`,
  few_pictures: msg`There is room for sound and a few small pictures.`,
  loss: msg`A part of what is sent gets lost. Use a cable, or sit closer to the router.`,
  delay: msg`What is sent arrives late. Close other programs that use the internet.`,
}

export function inFull(i18n: I18n, findings: readonly ProbeFinding[]): string {
  const words = findings.map((finding) => i18n._(SENTENCES[finding]))
  return words.length > 0 ? words.join(" ") : i18n._(msg`Your network carries sound and pictures well.`)
}

/** `1.8 Mbit/s`, `420 kbit/s`. */
export function speedText(kbit: number): string {
  return kbit >= 1000
    ? `${(kbit / 1000).toFixed(kbit < 10_000 ? 1 : 0)} Mbit/s`
    : `${Math.round(kbit)} kbit/s`
}
