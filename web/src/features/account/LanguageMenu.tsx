import { useLingui } from "@lingui/react/macro"
import { Button, Choice, MenuButton } from "../../ui"

export interface LanguageMenuProps {
  languages: Readonly<Record<string, string>>
  onChoose: (language: string) => void
  className?: string
}

/** Every language in its own name; never a flag. */
export function LanguageMenu({ languages, onChoose, className }: LanguageMenuProps) {
  const { t, i18n } = useLingui()
  return (
    <MenuButton
      aria-label={t`Language`}
      onAction={(key) => onChoose(String(key))}
      button={
        <Button look="quiet" icon="translate" iconEnd="caret-down" className={className}>
          {languages[i18n.locale]}
        </Button>
      }
    >
      {Object.entries(languages).map(([code, name]) => (
        <Choice key={code} id={code} checked={code === i18n.locale}>
          {name}
        </Choice>
      ))}
    </MenuButton>
  )
}
