import type { ReactNode } from "react"
import { Dialog as AriaDialog } from "react-aria-components/Dialog"
import { Heading } from "react-aria-components/Heading"
import { Modal, ModalOverlay } from "react-aria-components/Modal"
import styles from "./Dialog.module.css"

export interface DialogProps {
  title: string
  open: boolean
  onClose: () => void
  /** A question that must be answered is an alertdialog and does not go away by a click beside it. */
  role?: "dialog" | "alertdialog"
  wide?: boolean
  children: ReactNode
}

/** A question over the page: twin corner, verbs on its buttons, the safest one first. */
export function Dialog({ title, open, onClose, role = "dialog", wide, children }: DialogProps) {
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

/** The row of buttons at the end of a dialog. */
export function DialogButtons({ children }: { children: ReactNode }) {
  return <div className={styles.buttons}>{children}</div>
}
