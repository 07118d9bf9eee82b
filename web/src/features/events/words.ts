import type { I18n, MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import type { EventCard } from "../../live"
import { countryName, type IconName } from "../../ui"

export type Form = NonNullable<EventCard["form"]>
export type Mode = NonNullable<EventCard["mode"]>

/** The three forms of R-060. */
export const FORMS: Record<Form, MessageDescriptor> = {
  meeting: msg`Meeting`,
  seminar: msg`Seminar`,
  celebration: msg`Celebration`,
}

export const FORMS_MANY: Record<Form, MessageDescriptor> = {
  meeting: msg`Meetings`,
  seminar: msg`Seminars`,
  celebration: msg`Celebrations`,
}

export const MODES: Record<Mode, MessageDescriptor> = {
  online: msg`Online`,
  onsite_face: msg`Face to face`,
  onsite_material: msg`Material only`,
}

export const MODE_ICONS: Record<Mode, IconName> = {
  online: "globe",
  onsite_face: "map-pin",
  onsite_material: "folders",
}

/** Browsers do not know all of these in every language we speak. */
export const LANGUAGES: Record<string, MessageDescriptor> = {
  ar: msg`Arabic`,
  az: msg`Azerbaijani`,
  bg: msg`Bulgarian`,
  hr: msg`Croatian`,
  cs: msg`Czech`,
  da: msg`Danish`,
  nl: msg`Dutch`,
  en: msg`English`,
  et: msg`Estonian`,
  fi: msg`Finnish`,
  fr: msg`French`,
  ka: msg`Georgian`,
  de: msg`German`,
  el: msg`Greek`,
  hu: msg`Hungarian`,
  hy: msg({ message: "Armenian", context: "language" }),
  it: msg`Italian`,
  lv: msg`Latvian`,
  lt: msg`Lithuanian`,
  pl: msg`Polish`,
  pt: msg`Portuguese`,
  ro: msg`Romanian`,
  sr: msg`Serbian`,
  sk: msg`Slovak`,
  sl: msg`Slovenian`,
  es: msg`Spanish`,
  sv: msg`Swedish`,
  tr: msg`Turkish`,
  uk: msg`Ukrainian`,
}

export const languageName = (i18n: I18n, code: string): string => {
  const found = LANGUAGES[code]
  return found ? i18n._(found) : code
}

/** D-19. */
export const LENGTHS = [30, 60, 90, 120, 180, 240] as const

export function audienceText(i18n: I18n, card: EventCard, countries: readonly string[]): string {
  if (card.audience === "all") return i18n._(msg`For all eTwinners`)
  if (card.audience === "contacts") return i18n._(msg`For contacts of the host`)
  if (!countries.length) return i18n._(msg`For eTwinners of chosen countries`)
  const names = countries.map((code) => countryName(i18n, code)).join(", ")
  return i18n._(msg`For eTwinners of ${names}`)
}

/** The one thing worth saying of an event in a list. */
export function mark(
  i18n: I18n,
  card: EventCard,
): { words: string; kind: "live" | "ok" | "hold" | "bad" | "neutral" } | null {
  if (card.state === "cancelled") return { words: i18n._(msg`Called off`), kind: "bad" }
  if (card.state === "draft") return { words: i18n._(msg`Draft`), kind: "hold" }
  if (card.state === "live") return { words: i18n._(msg`Live`), kind: "live" }
  if (card.state === "ended")
    return { words: i18n._(msg({ message: "Over", context: "event" })), kind: "neutral" }
  if (card.you_are === "host" || card.you_are === "cohost")
    return { words: i18n._(msg`You lead it`), kind: "hold" }
  if (card.you_are === "joined")
    return { words: i18n._(msg({ message: "Joined", context: "you" })), kind: "ok" }
  if (card.you_are === "waiting") return { words: i18n._(msg`Waiting list`), kind: "hold" }
  if (isFull(card)) return { words: i18n._(msg({ message: "Full", context: "event" })), kind: "neutral" }
  return null
}

export const isFull = (card: EventCard): boolean =>
  card.capacity !== null && card.joined !== null && card.joined >= card.capacity
