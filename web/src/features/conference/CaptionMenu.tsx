import { useLingui } from "@lingui/react/macro"
import { Choice, MenuButton, MenuLine } from "../../ui"
import { Press } from "./Control"
import { CAPTION_SIZES, type CaptionSize } from "./choices"
import { useChoices, useHere, useView } from "./context"
import { leads } from "./view"

export interface CaptionMenuProps {
  /** Whether this reader has the line to write captions open. */
  writing: boolean
  onWrite: (on: boolean) => void
}

export function useCaptionSizes(): Record<CaptionSize, string> {
  const { t } = useLingui()
  return { off: t`Off`, small: t`Small`, medium: t`Medium`, large: t`Large` }
}

/** Captions off or in one of three sizes, for this reader only; those who lead may also write them. */
export function CaptionMenu({ writing, onWrite }: CaptionMenuProps) {
  const { t } = useLingui()
  const { choices } = useHere()
  const { captions } = useChoices()
  const lead = leads(useView())
  const sizes = useCaptionSizes()
  return (
    <MenuButton
      aria-label={t`Captions`}
      placement="top"
      onAction={(key) =>
        key === "write" ? onWrite(!writing) : choices.choose({ captions: key as CaptionSize })
      }
      button={
        <Press
          roomy
          icon={captions === "off" ? "closed-captioning" : "closed-captioning-fill"}
          word={t`Captions`}
        />
      }
    >
      {CAPTION_SIZES.map((size) => (
        <Choice key={size} id={size} checked={captions === size}>
          {sizes[size]}
        </Choice>
      ))}
      {lead && <MenuLine />}
      {lead && (
        <Choice id="write" icon="pencil-simple" checked={writing}>
          {t`Write captions`}
        </Choice>
      )}
    </MenuButton>
  )
}
