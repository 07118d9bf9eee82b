import { useLingui } from "@lingui/react"
import { createContext, useContext } from "react"
import { dateText, knownZone, timeText, wall } from "./time"

/** The viewer's own zone: from the profile, else from the device. */
export const ZoneContext = createContext<string>("UTC")

export const useZone = (): string => knownZone(useContext(ZoneContext))

export interface TimeProps {
  start: string
  end?: string | null
}

/** A time twice: Brussels and the viewer's own. */
export function Time({ start, end = null }: TimeProps) {
  const { i18n } = useLingui()
  const zone = useZone()
  return <time dateTime={start}>{timeText(i18n, start, end, zone)}</time>
}

/** The viewer's own clock, for things of the moment such as chat messages. */
export function Clock({ at, className }: { at: string; className?: string }) {
  const zone = useZone()
  return (
    <time dateTime={at} className={className}>
      {wall(at, zone).clock}
    </time>
  )
}

/** The same where things may be of any day: with the day, unless that is today. */
export function Moment({ at }: { at: string }) {
  const { i18n } = useLingui()
  const zone = useZone()
  const then = wall(at, zone)
  const today = wall(new Date().toISOString(), zone).date === then.date
  return <time dateTime={at}>{today ? then.clock : `${dateText(i18n, then)}, ${then.clock}`}</time>
}
