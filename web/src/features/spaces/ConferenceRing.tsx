import { plural } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import { type ConferenceSummary, line } from "../../live"
import { CountdownRing, useNow } from "../../ui"
import { countdown } from "./conferences"

const serverClock = () => line.serverNow()

/** How long until it starts, or how much of it is left. */
export function ConferenceRing({ conference, small }: { conference: ConferenceSummary; small?: boolean }) {
  const { t } = useLingui()
  const now = useNow(10_000, serverClock)
  const { until, minutes, fraction } = countdown(conference, now)
  const { value, unit, words } = spell(minutes)
  const label = until === "start" ? t`Starts in ${words}` : t`${words} left`
  return (
    <CountdownRing
      fraction={fraction}
      value={value}
      unit={unit}
      small={small}
      minutes={until === "end" ? minutes : undefined}
      label={label}
    />
  )
}

/** Minutes up to an hour and a half, then hours, then days. */
function spell(minutes: number): { value: number; unit: string; words: string } {
  const [value, unit] = amount(minutes)
  return { value, unit, words: `${value} ${unit}` }
}

function amount(minutes: number): [number, string] {
  if (minutes <= 90) return [minutes, plural(minutes, { one: "minute", other: "minutes" })]
  const hours = Math.round(minutes / 60)
  if (hours < 48) return [hours, plural(hours, { one: "hour", other: "hours" })]
  const days = Math.round(hours / 24)
  return [days, plural(days, { one: "day", other: "days" })]
}
