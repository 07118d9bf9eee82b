import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react"
import type { ChatStore, ChatView } from "./store"

/** So near to the end counts as being there. */
const NEAR_END = 80
/** So near to the start, older messages are fetched. */
const NEAR_START = 400

export interface LogScroll {
  box: RefObject<HTMLDivElement | null>
  onScroll: () => void
  /** The reader has scrolled up. */
  away: boolean
  toLatest: () => void
}

/** Stays at the end while one is there, keeps its place when older messages come, and marks as read what is seen. */
export function useLogScroll(store: ChatStore, view: ChatView, me: string): LogScroll {
  const box = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  const before = useRef({ height: 0, oldest: 0 })
  const [away, setAway] = useState(false)
  const oldest = view.messages[0]?.seq ?? 0
  const newest = view.messages.at(-1)?.seq ?? 0
  const ownOnTheWay = view.outgoing.length
  const lastIsMine = ownOnTheWay > 0 || view.messages.at(-1)?.author.id === me

  const toEnd = useCallback(() => {
    const element = box.current
    if (element) element.scrollTop = element.scrollHeight
  }, [])

  const seen = useCallback(() => {
    // A log that is there but not shown (a closed side panel) is not being read.
    if (!box.current?.clientHeight) return
    if (atEnd.current && document.visibilityState === "visible" && document.hasFocus()) store.markRead()
  }, [store])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of what is shown is the event
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const { height, oldest: oldestBefore } = before.current
    if (oldestBefore > 0 && oldest < oldestBefore) element.scrollTop += element.scrollHeight - height
    else if (atEnd.current) toEnd()
    before.current = { height: element.scrollHeight, oldest }
  }, [view.messages, view.outgoing, oldest, toEnd])

  // biome-ignore lint/correctness/useExhaustiveDependencies: something newer is the event
  useEffect(() => {
    if (ownOnTheWay > 0 && lastIsMine) {
      atEnd.current = true
      setAway(false)
      toEnd()
    }
    seen()
  }, [newest, ownOnTheWay, seen, toEnd])

  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible" && document.hasFocus()) {
        store.lookBack()
        seen()
      } else store.lookAway()
    }
    const element = box.current
    // The box changes its height when a phone's keyboard comes; the end stays the end.
    const resized = new ResizeObserver(() => atEnd.current && toEnd())
    if (element) resized.observe(element)
    document.addEventListener("visibilitychange", look)
    window.addEventListener("focus", look)
    window.addEventListener("blur", look)
    return () => {
      resized.disconnect()
      document.removeEventListener("visibilitychange", look)
      window.removeEventListener("focus", look)
      window.removeEventListener("blur", look)
    }
  }, [store, seen, toEnd])

  const onScroll = useCallback(() => {
    const element = box.current
    if (!element) return
    const left = element.scrollHeight - element.scrollTop - element.clientHeight
    atEnd.current = left < NEAR_END
    setAway(left > element.clientHeight / 2)
    if (element.scrollTop < NEAR_START) void store.loadOlder()
    seen()
  }, [store, seen])

  const toLatest = useCallback(() => {
    atEnd.current = true
    setAway(false)
    toEnd()
    seen()
  }, [seen, toEnd])

  return { box, onScroll, away, toLatest }
}
