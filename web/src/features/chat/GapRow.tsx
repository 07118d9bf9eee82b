import { Trans } from "@lingui/react/macro"
import { type RefObject, useEffect, useRef } from "react"
import { Button } from "react-aria-components/Button"
import styles from "./Log.module.css"
import type { ChatStore } from "./store"
import type { Gap } from "./stretches"

export interface GapRowProps {
  gap: Gap
  store: ChatStore
  goesUp: RefObject<boolean>
}

/** What a jump has left out: fetched when it comes into view, from the side the reader comes from. */
export function GapRow({ gap, store, goesUp }: GapRowProps) {
  const row = useRef<HTMLParagraphElement>(null)
  const fill = () => void (goesUp.current ? store.loadOlder(gap) : store.loadNewer(gap))
  const near = useRef(fill)
  near.current = fill
  useEffect(() => {
    const element = row.current
    if (!element) return
    const seen = new IntersectionObserver(([entry]) => entry?.isIntersecting && near.current(), {
      root: element.closest("[data-chat-scroll]"),
    })
    seen.observe(element)
    return () => seen.disconnect()
  }, [])
  return (
    <p ref={row} className={styles.loading}>
      <Button className={styles.between ?? ""} onPress={fill}>
        <Trans>Show the messages in between</Trans>
      </Button>
    </p>
  )
}
