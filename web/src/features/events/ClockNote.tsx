import { Trans, useLingui } from "@lingui/react/macro"
import { line } from "../../live"
import { Banner, useNow, useZone } from "../../ui"
import { cityOf, shortDay } from "../../ui/time"
import { clockChange } from "./calendar"
import { wallOf } from "./days"

const serverClock = () => line.serverNow()

/** Between now and the event clocks change, there or here: hours that one knows by heart are other ones then. */
export function ClockNote({ start }: { start: string | number }) {
  const { i18n } = useLingui()
  const zone = useZone()
  const now = useNow(60_000, serverClock)
  const at = typeof start === "string" ? Date.parse(start) : start
  const change = Number.isFinite(at) ? clockChange(now, at, zone) : null
  if (!change) return null
  const day = shortDay(i18n, wallOf(change.day))
  const city = cityOf(i18n, zone)
  return (
    <Banner kind="hold" icon="clock">
      {change.now === change.atStart ? (
        <Trans>
          Clocks change on {day}. The hour here is the one on the day of the event; in countries without
          summer time it is an hour away from that of the week before.
        </Trans>
      ) : (
        <Trans>
          Clocks change on {day}: then {city} is {difference(change.atStart)} from Brussels, and no longer{" "}
          {difference(change.now)}. The hours here are those on the day of the event.
        </Trans>
      )}
    </Banner>
  )
}

/** `+3:00`, as one says it of clocks. */
function difference(minutes: number): string {
  const sign = minutes < 0 ? "−" : "+"
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `${sign}${hours}:${String(rest).padStart(2, "0")}`
}
