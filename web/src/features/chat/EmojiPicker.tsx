import { useLingui } from "@lingui/react/macro"
import type { ReactNode } from "react"
import { Button } from "react-aria-components/Button"
import { Dialog, DialogTrigger } from "react-aria-components/Dialog"
import { Popover } from "react-aria-components/Popover"
import styles from "./EmojiPicker.module.css"

export interface EmojiPickerProps {
  emoji: readonly string[]
  button: ReactNode
  onPick: (emoji: string) => void
  onOpenChange?: (open: boolean) => void
}

/** A small board of emoji; the system draws them. */
export function EmojiPicker({ emoji, button, onPick, onOpenChange }: EmojiPickerProps) {
  const { t } = useLingui()
  return (
    <DialogTrigger onOpenChange={onOpenChange}>
      {button}
      <Popover className={styles.popover ?? ""} placement="top" offset={6}>
        <Dialog className={styles.board ?? ""} aria-label={t`Emoji`}>
          {({ close }) =>
            emoji.map((sign) => (
              <Button
                key={sign}
                className={styles.sign ?? ""}
                aria-label={sign}
                onPress={() => {
                  onPick(sign)
                  close()
                }}
              >
                {sign}
              </Button>
            ))
          }
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
