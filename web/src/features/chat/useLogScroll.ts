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
  /** Somebody jumps to another place: do not hold on to this one. */
  leave: () => void
  /** Which way the reader scrolled last. */
  goesUp: RefObject<boolean>
}

/** The first message in view, and how far below the top of the box it stands. */
interface Anchor {
  id: string
  top: number
}

function anchorIn(box: HTMLElement): Anchor | null {
  const all = box.querySelectorAll<HTMLElement>("[data-message]")
  const edge = box.getBoundingClientRect().top
  let [low, high] = [0, all.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((all[middle]?.getBoundingClientRect().bottom ?? 0) > edge) high = middle
    else low = middle + 1
  }
  const found = all[low]
  return found ? { id: found.dataset.message ?? "", top: found.getBoundingClientRect().top - edge } : null
}

function holdOn(box: HTMLElement, { id, top }: Anchor): void {
  const found = box.querySelector<HTMLElement>(`[data-message="${CSS.escape(id)}"]`)
  if (found) box.scrollTop += found.getBoundingClientRect().top - box.getBoundingClientRect().top - top
}

/** Stays at the end while one is there, keeps its place when older messages come, and marks as read what is seen. */
export function useLogScroll(store: ChatStore, view: ChatView, me: string): LogScroll {
  const box = useRef<HTMLDivElement>(null)
  const atEnd = useRef(true)
  const anchor = useRef<Anchor | null>(null)
  const goesUp = useRef(true)
  const lastTop = useRef(0)
  const [away, setAway] = useState(false)
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
    if (atEnd.current) toEnd()
    else if (anchor.current) holdOn(element, anchor.current)
    anchor.current = atEnd.current ? null : anchorIn(element)
  }, [view.messages, view.outgoing, toEnd])

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
    goesUp.current = element.scrollTop < lastTop.current
    lastTop.current = element.scrollTop
    atEnd.current = left < NEAR_END
    anchor.current = atEnd.current ? null : anchorIn(element)
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

  const leave = useCallback(() => {
    atEnd.current = false
    anchor.current = null
  }, [])

  return { box, onScroll, away, toLatest, leave, goesUp }
}
