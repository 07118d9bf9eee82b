import { useLingui } from "@lingui/react/macro"
import { useEffect, useState } from "react"
import { meter } from "../../live/media-check"
import { classes } from "../../ui"
import { HEARD_ABOVE } from "./lights"
import styles from "./meter.module.css"

const BARS = 16

/** How loud the microphone is now. `onHeard` is called once, when somebody speaks. */
export function Meter({ stream, onHeard }: { stream: MediaStream; onHeard?: () => void }) {
  const { t } = useLingui()
  const [level, setLevel] = useState(0)
  useEffect(() => {
    try {
      return meter(stream, setLevel)
    } catch {
      // No audio context: the recording will have to prove the microphone.
      return undefined
    }
  }, [stream])
  const heard = level > HEARD_ABOVE
  useEffect(() => {
    if (heard) onHeard?.()
  }, [heard, onHeard])
  const lit = Math.round(level * BARS)
  return (
    <div className={styles.meter} role="img" aria-label={heard ? t`Level: good` : t`Level: quiet`}>
      {Array.from({ length: BARS }, (_, bar) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
        <i key={bar} className={classes(bar < lit && styles.lit)} />
      ))}
    </div>
  )
}
