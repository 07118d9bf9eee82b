import { useLingui } from "@lingui/react/macro"
import { Button } from "react-aria-components/Button"
import { Dialog, DialogTrigger } from "react-aria-components/Dialog"
import { Popover } from "react-aria-components/Popover"
import { type Opening, useOpening } from "../../ui/later"
import type { EmojiPickerProps } from "./EmojiPicker"
import styles from "./EmojiPicker.module.css"

export function EmojiBoard({ emoji, button, onPick, onOpenChange, openAtOnce }: EmojiPickerProps & Opening) {
  const { t } = useLingui()
  const { open, setOpen, around } = useOpening(openAtOnce, onOpenChange)
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <span ref={around} className={styles.around}>
        {button}
      </span>
      <Popover className={styles.popover ?? ""} placement="top" offset={6}>
        <Dialog className={styles.board ?? ""} aria-label={t`Emoji`}>
          {({ close }) =>
            emoji.map((sign) => (
              <Button
                key={sign}
                className={styles.sign ?? ""}
                aria-label={sign}
                onPress={() => {
                  close()
                  onPick(sign)
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
