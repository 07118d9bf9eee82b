import { useLingui } from "@lingui/react/macro"
import { IconButton } from "../../ui"
import type { BesideProps } from "./beside"
import { useHere, useView } from "./context"
import styles from "./sidechat.module.css"
import { leads } from "./view"

export function useBesideProps(shown: boolean, onShow: () => void): BesideProps {
  const { you, onReport } = useHere()
  const view = useView()
  const { seat } = view
  const chatClosed = seat?.chat_closed ?? null
  const { slides } = view
  return { you, leads: leads(view), may: seat?.may ?? [], chatClosed, slides, onReport, shown, onShow }
}

/** Polls and questions, where the chat stands otherwise. */
export function BesidePanel({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const { beside } = useHere()
  const props = useBesideProps(true, () => undefined)
  return (
    <aside className={styles.side} aria-label={t`Polls and questions`}>
      <header>
        <h2>{t`Polls and questions`}</h2>
        <IconButton icon="x" label={t`Close`} onPress={onClose} />
      </header>
      <beside.Panel {...props} />
    </aside>
  )
}
