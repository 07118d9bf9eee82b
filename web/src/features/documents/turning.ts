import { useLingui } from "@lingui/react"
import { useCallback, useRef, useState } from "react"
import { type Id, line, type Slides } from "../../live"
import { toasts } from "../../ui"
import { explainDocument } from "./words"

export interface Turning {
  shown: number
  turn: (page: number) => void
  /** The reader looks at another page than the presenter. */
  away: boolean
  back: () => void
}

/** Which page this reader sees: the presenter's, until one looks elsewhere by oneself. Who presents turns it for all. */
export function useTurning(conference: Id, slides: Slides, presents: boolean): Turning {
  const { i18n } = useLingui()
  const [own, setOwn] = useState<number | null>(null)
  const asked = useRef(0)
  const { document } = slides
  const turn = useCallback(
    (page: number) => {
      setOwn(page)
      if (!presents) return
      // Shown here at once; the server's word counts as soon as the newest of several turns is answered.
      const number = ++asked.current
      line
        .request({ type: "slides.show", conference, document, page })
        .catch((error: unknown) => toasts.say(explainDocument(i18n, error), { kind: "bad" }))
        .finally(() => {
          if (number === asked.current) setOwn(null)
        })
    },
    [i18n, conference, document, presents],
  )
  const shown = own ?? slides.page
  const back = useCallback(() => setOwn(null), [])
  return { shown, turn, away: !presents && own !== null && own !== slides.page, back }
}

type Key = Pick<
  KeyboardEvent,
  "key" | "target" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey" | "defaultPrevented"
>

/** Where keys mean something else. */
const TAKEN =
  "input, textarea, select, [contenteditable], [role=menu], [role=listbox], [role=radiogroup], [role=dialog], [role=alertdialog], [role=tablist], [role=slider]"

/** The page that a key asks for; null when it asks for none. */
export function keyToPage(event: Key, shown: number, all: number): number | null {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return null
  if (event.target instanceof Element && event.target.closest(TAKEN)) return null
  const page = wanted(event.key, shown, all)
  return page === null || page === shown || page < 1 || page > all ? null : page
}

function wanted(key: string, shown: number, all: number): number | null {
  const forward = window.document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight"
  const backward = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft"
  if (key === forward || key === "PageDown") return shown + 1
  if (key === backward || key === "PageUp") return shown - 1
  if (key === "Home") return 1
  return key === "End" ? all : null
}
