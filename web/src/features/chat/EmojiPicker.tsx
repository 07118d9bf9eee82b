import { later, type WithButton } from "../../ui/later"

export interface EmojiPickerProps extends WithButton {
  emoji: readonly string[]
  onPick: (emoji: string) => void
  onOpenChange?: (open: boolean) => void
}

/** A small board of emoji; the system draws them. Loaded when somebody goes near its button. */
export const EmojiPicker = later<EmojiPickerProps>(
  () => import("./EmojiBoard").then((module) => module.EmojiBoard),
  "dialog",
)
