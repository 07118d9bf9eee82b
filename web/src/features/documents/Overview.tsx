import { useLingui } from "@lingui/react/macro"
import { useState } from "react"
import type { DocumentPages, Id } from "../../live"
import { Button, Icon } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { pictureOf } from "./api"
import styles from "./stage.module.css"

export interface OverviewProps {
  conference: Id
  document: DocumentPages
  shown: number
  turn: (page: number) => void
  /** Pages that have a poll. */
  marked: ReadonlySet<number>
}

/** Where one is, and all pages small, to go to any of them. */
export function Overview({ conference, document, shown, turn, marked }: OverviewProps) {
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
        aria-label={
          marked.has(shown)
            ? t`Page ${shown} of ${all}, with a poll: all pages`
            : t`Page ${shown} of ${all}: all pages`
        }
        onPress={() => setOpen(true)}
      >
        {t`${shown} of ${all}`}
        {marked.has(shown) && <Poll />}
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
                <span>
                  {t`Page ${number}`}
                  {marked.has(number) && <Poll />}
                </span>
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

/** The mark of a page that has a poll. */
function Poll() {
  const { t } = useLingui()
  return (
    <span className={styles.mark} title={t`with a poll`}>
      <Icon name="chart-bar-fill" />
      <span className="sr">{t`with a poll`}</span>
    </span>
  )
}
