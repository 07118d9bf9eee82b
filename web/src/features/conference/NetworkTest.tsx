import { useLingui } from "@lingui/react/macro"
import { useCallback, useEffect, useState, useSyncExternalStore } from "react"
import { line } from "../../live"
import { roundTrip } from "../../live/media-check"
import { type ProbeFinding, runProbe } from "../../live/probe"
import { relaysOf } from "../../live/relays"
import { Button } from "../../ui"
import { useAct, useHere } from "./context"
import { LightRow } from "./LightRow"
import { networkLight, probeLight } from "./lights"

const onLineState = (listener: () => void) => line.onState(listener)
const lineState = () => line.state
const askServer = async () => {
  const answer = await fetch("/healthz", { cache: "no-store" })
  await answer.arrayBuffer()
}

/** At first how quickly the server answers; by a press, a call to oneself over the path of sound and pictures. */
export function NetworkTest() {
  const { t, i18n } = useLingui()
  const { conference } = useHere()
  const act = useAct()
  const state = useSyncExternalStore(onLineState, lineState)
  const [milliseconds, setMilliseconds] = useState<number | null>(null)
  const [findings, setFindings] = useState<readonly ProbeFinding[] | null>(null)
  const [calling, setCalling] = useState(false)
  const lookQuickly = useCallback(async () => {
    setFindings(null)
    setMilliseconds((await roundTrip(askServer)) ?? Number.POSITIVE_INFINITY)
  }, [])
  useEffect(() => {
    if (state === "open") void lookQuickly()
  }, [state, lookQuickly])
  const call = async () => {
    setCalling(true)
    await act(async () =>
      setFindings((await runProbe(line, { relays: () => relaysOf(conference.id) })).findings),
    )
    setCalling(false)
  }
  const light =
    findings && state === "open" && !calling
      ? probeLight(i18n, findings)
      : networkLight(i18n, state, calling ? null : milliseconds)
  return (
    <LightRow
      light={light}
      action={
        <Button
          size="small"
          icon="arrow-clockwise"
          isDisabled={calling}
          onPress={() => (state === "open" ? void call() : line.tryNow())}
        >
          {t`Test`}
        </Button>
      }
    />
  )
}
