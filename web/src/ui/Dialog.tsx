import { lazy, type ReactNode, Suspense } from "react"
import styles from "./Dialog.module.css"

const Whole = lazy(() => import("./DialogParts"))

export interface DialogProps {
  title: string
  open: boolean
  onClose: () => void
  /** A question that must be answered is an alertdialog and does not go away by a click beside it. */
  role?: "dialog" | "alertdialog"
  wide?: boolean
  children: ReactNode
}

/** A question over the page: twin corner, verbs on its buttons, the safest one first. Loaded when first asked. */
export function Dialog(props: DialogProps) {
  return (
    props.open && (
      <Suspense>
        <Whole {...props} />
      </Suspense>
    )
  )
}

/** The row of buttons at the end of a dialog. */
export function DialogButtons({ children }: { children: ReactNode }) {
  return <div className={styles.buttons}>{children}</div>
}
