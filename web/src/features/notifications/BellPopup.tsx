import { Dialog, DialogTrigger } from "react-aria-components/Dialog"
import { Heading } from "react-aria-components/Heading"
import { Popover } from "react-aria-components/Popover"
import { type Opening, useOpening, type WithButton } from "../../ui/later"
import { Notifications } from "./Notifications"
import styles from "./Notifications.module.css"

/** The list over the page, below its bell. */
export function BellPopup({ button, openAtOnce }: WithButton & Opening) {
  const { open, setOpen, around } = useOpening(openAtOnce)
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <span ref={around} className={styles.around}>
        {button}
      </span>
      <Popover className={styles.popover ?? ""} placement="bottom end" offset={6}>
        <Dialog className={styles.dialog ?? ""}>
          <Notifications
            title={(words) => <Heading slot="title">{words}</Heading>}
            onGo={() => setOpen(false)}
          />
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
