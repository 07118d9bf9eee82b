import { useLingui } from "@lingui/react/macro"
import { Button } from "../../ui"
import { useAct, useHere, useView } from "./context"
import { leads } from "./view"

/** The emergency brake of whoever leads: always in sight, one press there and one back. */
export function PauseButton() {
  const { t } = useLingui()
  const { conference } = useHere()
  const view = useView()
  const act = useAct()
  if (!leads(view)) return null
  const { paused } = view
  return (
    <Button
      look={paused ? "bright" : "stop"}
      icon={paused ? "play-fill" : "pause-fill"}
      onPress={() => void act(() => conference.pause(!paused))}
    >
      {paused ? t`Go on` : t`Pause all`}
    </Button>
  )
}
