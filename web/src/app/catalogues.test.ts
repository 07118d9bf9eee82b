import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { messages as az } from "../locales/az.po"
import { messages as en } from "../locales/en.po"
import { LANGUAGES } from "./i18n"

const text = (locale: string) => readFileSync(join(import.meta.dirname, `../locales/${locale}.po`), "utf8")

it("has a catalogue for every language that is offered", () => {
  for (const locale of Object.keys(LANGUAGES)) expect(text(locale)).toContain(`"Language: ${locale}\\n"`)
})

it("says everything in Azerbaijani that it says in English", () => {
  expect(Object.keys(az).sort()).toEqual(Object.keys(en).sort())
  const untranslated = text("az")
    .split("\n\n")
    .slice(1)
    .filter((entry) => /^msgstr ""$/m.test(entry) && !/^msgstr ""\n"/m.test(entry))
  expect(untranslated).toEqual([])
})

/** The names that a compiled message fills in, at any depth. */
function places(message: unknown): string[] {
  if (!Array.isArray(message)) return []
  return message.flatMap((part: unknown) => {
    if (!Array.isArray(part)) return []
    const [name, , branches] = part as [string, string?, Record<string, unknown>?]
    return [name, ...(branches ? places(branches.other) : [])]
  })
}

it("fills the same places in both languages", () => {
  for (const [id, message] of Object.entries(en))
    expect([id, ...places(az[id]).sort()]).toEqual([id, ...places(message).sort()])
})
