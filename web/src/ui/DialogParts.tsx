import { Dialog as AriaDialog } from "react-aria-components/Dialog"
import { Heading } from "react-aria-components/Heading"
import { Modal, ModalOverlay } from "react-aria-components/Modal"
import type { DialogProps } from "./Dialog"
import styles from "./Dialog.module.css"

/** The dialog itself, with React Aria's keeping of the focus. */
export default function DialogParts({ title, open, onClose, role = "dialog", wide, children }: DialogProps) {
  return (
    <ModalOverlay
      className={styles.overlay ?? ""}
      isOpen={open}
      onOpenChange={(now) => now || onClose()}
      isDismissable={role === "dialog"}
    >
      <Modal className={(wide ? styles.wide : styles.modal) ?? ""}>
        <AriaDialog role={role} className={styles.dialog ?? ""}>
          <Heading slot="title" className={styles.title ?? ""}>
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
