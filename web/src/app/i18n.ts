import { i18n } from "@lingui/core"

/** The languages that are complete. The name is written in the language itself; a flag is never a language. */
export const LANGUAGES = { en: "English", az: "Azərbaycanca" } as const

export type Language = keyof typeof LANGUAGES

const STORED = "twinspace.language"
const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur"])

const catalogues: Record<Language, () => Promise<{ messages: Record<string, never> }>> = {
  en: () => import("../locales/en.po"),
  az: () => import("../locales/az.po"),
}

export { i18n }

export const isLanguage = (code: string | null | undefined): code is Language =>
  Boolean(code && code in LANGUAGES)

/** What the reader chose, else what the device speaks, else English. */
export function preferredLanguage(): Language {
  const candidates = [localStorage.getItem(STORED), ...navigator.languages.map((code) => code.split("-")[0])]
  return candidates.find(isLanguage) ?? "en"
}

let chosen: Language | null = null

/** The language that somebody chose since this page was loaded: it wins over the account's. */
export const chosenHere = (): Language | null => chosen

/** Speak the language that the reader has just chosen. */
export function choose(language: Language): Promise<void> {
  chosen = language
  return speak(language, true)
}

/** Speak this language from now on: words, direction, and the page's `lang`. */
export async function speak(language: Language, remember = false): Promise<void> {
  const { messages } = await catalogues[language]()
  i18n.loadAndActivate({ locale: language, messages })
  document.documentElement.lang = language
  document.documentElement.dir = RIGHT_TO_LEFT.has(language) ? "rtl" : "ltr"
  if (remember) localStorage.setItem(STORED, language)
}
