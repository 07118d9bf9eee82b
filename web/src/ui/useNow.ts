import { useEffect, useState } from "react"

/** The time, again at each whole step: `useNow(60_000)` changes once a minute, on the minute. */
export function useNow(step = 1000, clock: () => number = Date.now): number {
  const [now, setNow] = useState(clock)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const tick = () => {
      setNow(clock())
      timer = setTimeout(tick, step - (clock() % step))
    }
    tick()
    return () => clearTimeout(timer)
  }, [step, clock])
  return now
}
