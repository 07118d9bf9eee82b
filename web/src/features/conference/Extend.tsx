import { useLingui } from "@lingui/react/macro"
import { Button } from "../../ui"
import { useAct, useHere, useServerNow, useView } from "./context"
import { leads, minutesLeft, nextLength } from "./view"

/** When the button to extend appears: the host has planned enough by then. */
const EXTEND_FROM_MIN = 15

/** More time, once, for the host to give. */
export function Extend() {
  const { t } = useLingui()
  const { conference } = useHere()
  const view = useView()
  const act = useAct()
  const now = useServerNow(10_000)
  const { conference: summary, warning, seat } = view
  if (!summary || summary.event || !leads(view) || seat?.role !== "host") return null
  const length = warning ? warning.extendTo : nextLength(summary.duration_min)
  if (length === null || minutesLeft(summary.ends_at, now) > EXTEND_FROM_MIN) return null
  return (
    <Button size="small" icon="clock" onPress={() => void act(() => conference.extend())}>
      {t`Extend to ${length}`}
    </Button>
  )
}
