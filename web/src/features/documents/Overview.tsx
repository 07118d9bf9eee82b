import { useLingui } from "@lingui/react/macro"
import { useState } from "react"
import type { DocumentPages, Id } from "../../live"
import { Button } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { pictureOf } from "./api"
import styles from "./stage.module.css"

export interface OverviewProps {
  conference: Id
  document: DocumentPages
  shown: number
  turn: (page: number) => void
}

/** Where one is, and all pages small, to go to any of them. */
export function Overview({ conference, document, shown, turn }: OverviewProps) {
  const { t } = useLingui()
  const [open, setOpen] = useState(false)
  const { pages, title } = document
  const all = pages.length
  const close = () => setOpen(false)
  return (
    <>
      <Button
        look="quiet"
        size="small"
        className={styles.count ?? ""}
        aria-label={t`Page ${shown} of ${all}: all pages`}
        onPress={() => setOpen(true)}
      >
        {t`${shown} of ${all}`}
      </Button>
      <Dialog title={title} open={open} onClose={close} wide>
        <ul className={styles.overview}>
          {pages.map(({ id, number, text }) => (
            <li key={id}>
              <button
                type="button"
                aria-current={number === shown ? "page" : undefined}
                onClick={() => {
                  turn(number)
                  close()
                }}
              >
                <img src={pictureOf(conference, document.id, id, true)} alt={text} loading="lazy" />
                <span>{t`Page ${number}`}</span>
              </button>
            </li>
          ))}
        </ul>
        <DialogButtons>
          <Button onPress={close}>{t`Close`}</Button>
        </DialogButtons>
      </Dialog>
    </>
  )
}
