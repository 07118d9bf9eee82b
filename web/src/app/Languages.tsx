import { LanguageMenu } from "../features/account"
import { choose, isLanguage, LANGUAGES } from "./i18n"

/** The language menu of the doors, where nobody is signed in yet. */
export function Languages() {
  return (
    <LanguageMenu
      languages={LANGUAGES}
      onChoose={(language) => isLanguage(language) && void choose(language)}
    />
  )
}
