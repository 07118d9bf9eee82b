import { Trans } from "@lingui/react/macro"
import { useEffect, useState, useSyncExternalStore } from "react"
import { line } from "../live"
import { Button, Icon } from "../ui"
import styles from "./OfflineStrip.module.css"

const subscribe = (listener: () => void) => line.onState(listener)

export const useLineState = () => useSyncExternalStore(subscribe, () => line.state)

/** Says that the line is away, and that it comes back by itself. Short losses are not worth a word. */
export function OfflineStrip() {
  const state = useLineState()
  const away = state === "offline" || state === "waiting" || state === "connecting"
  const [shown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(away), away ? 1500 : 0)
    return () => clearTimeout(timer)
  }, [away])
  if (state === "replaced" || state === "other_protocol") return <EndStrip state={state} />
  if (!shown || !away) return null
  return (
    <div className={styles.strip} role="status">
      <Icon name={state === "offline" ? "wifi-slash" : "arrows-clockwise"} />
      <span>
        {state === "offline" ? (
          <Trans>You are offline. We go on when the network is back.</Trans>
        ) : (
          <Trans>Reconnecting. Nothing gets lost.</Trans>
        )}
      </span>
      <Button look="quiet" size="small" onPress={() => line.tryNow()}>
        <Trans>Try now</Trans>
      </Button>
    </div>
  )
}

function EndStrip({ state }: { state: "replaced" | "other_protocol" }) {
  return (
    <div className={styles.strip} role="alert">
      <Icon name={state === "replaced" ? "copy" : "arrow-clockwise"} />
      <span>
        {state === "replaced" ? (
          <Trans>You went on in another window. This one has stopped.</Trans>
        ) : (
          <Trans>There is a new version. Please load the page again.</Trans>
        )}
      </span>
      <Button
        look="quiet"
        size="small"
        onPress={() => (state === "replaced" ? line.tryNow() : location.reload())}
      >
        {state === "replaced" ? <Trans>Go on here</Trans> : <Trans>Load again</Trans>}
      </Button>
    </div>
  )
}
