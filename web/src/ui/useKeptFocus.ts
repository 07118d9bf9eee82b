import { type FocusEvent, type RefObject, useEffect, useRef } from "react"

export interface KeptFocus {
  ref: RefObject<HTMLDivElement | null>
  tabIndex: -1
  onFocus: () => void
  onBlur: (event: FocusEvent) => void
}

/** What one pressed is gone with its row: the focus stays in the list, and does not begin again at the top of the page. */
export function useKeptFocus(): KeptFocus {
  const ref = useRef<HTMLDivElement>(null)
  const within = useRef(false)
  useEffect(() => {
    const { activeElement, body } = document
    if (within.current && activeElement === body) ref.current?.focus({ preventScroll: true })
  })
  return {
    ref,
    tabIndex: -1,
    onFocus: () => {
      within.current = true
    },
    onBlur: ({ relatedTarget, currentTarget }) => {
      if (relatedTarget && !currentTarget.contains(relatedTarget)) within.current = false
    },
  }
}
