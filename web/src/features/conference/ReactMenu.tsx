import { useLingui as useI18n } from "@lingui/react"
import { useLingui } from "@lingui/react/macro"
import { Choice, MenuButton } from "../../ui"
import { Press } from "./Control"
import { useAct, useHere } from "./context"
import type { Phrase, Reaction } from "./requests"
import { PHRASES, REACTIONS } from "./signs"

/** Six small pictures that stand on one's tile for a moment. */
export function ReactMenu() {
  const { t } = useLingui()
  const { i18n } = useI18n()
  const { conference } = useHere()
  const act = useAct()
  return (
    <MenuButton
      aria-label={t`React`}
      placement="top"
      columns={6}
      onAction={(key) => void act(() => conference.react(key as Reaction))}
      button={<Press roomy icon="smiley" word={t`React`} />}
    >
      {Object.entries(REACTIONS).map(([reaction, { icon, words }]) => (
        <Choice key={reaction} id={reaction} icon={icon} iconOnly>
          {i18n._(words)}
        </Choice>
      ))}
    </MenuButton>
  )
}

/** A dozen sentences that everybody reads in their own language. */
export function PhraseMenu() {
  const { t } = useLingui()
  const { i18n } = useI18n()
  const { conference } = useHere()
  const act = useAct()
  return (
    <MenuButton
      aria-label={t`Phrases: everybody reads them in their own language`}
      placement="top"
      columns={2}
      onAction={(key) => void act(() => conference.say(key as Phrase))}
      button={<Press roomy icon="cards-three" word={t`Phrases`} />}
    >
      {Object.entries(PHRASES).map(([phrase, { icon, words }]) => (
        <Choice key={phrase} id={phrase} icon={icon}>
          {i18n._(words)}
        </Choice>
      ))}
    </MenuButton>
  )
}
