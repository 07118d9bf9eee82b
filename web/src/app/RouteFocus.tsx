import { useEffect, useRef } from "react"
import { useLocation } from "react-router"

/** After moving to another page: start at the top, and let the keyboard and the reader start there, too. */
export function RouteFocus() {
  const { pathname } = useLocation()
  const first = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is the event
  useEffect(() => {
    if (first.current) {
      first.current = false
      return
    }
    window.scrollTo(0, 0)
    const main = document.getElementById("main")
    if (!main?.contains(document.activeElement)) main?.focus({ preventScroll: true })
  }, [pathname])
  return null
}
