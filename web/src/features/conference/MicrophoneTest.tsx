import { useLingui } from "@lingui/react/macro"
import { useCallback, useState } from "react"
import { canRecord, playBack, record } from "../../live/media-check"
import { Button } from "../../ui"
import { useHere, useOwn } from "./context"
import { LightRow } from "./LightRow"
import { microphoneLight } from "./lights"
import { Meter } from "./Meter"

const SECONDS = 3

type Step = "idle" | "recording" | "playing"

/** "Say hello": three seconds are recorded on this device and played back, and the meter moves meanwhile. */
export function MicrophoneTest() {
  const { t, i18n } = useLingui()
  const { own } = useHere()
  const { microphone, chosen } = useOwn()
  const [heard, setHeard] = useState(false)
  const [step, setStep] = useState<Step>("idle")
  const onHeard = useCallback(() => setHeard(true), [])
  const sayHello = async () => {
    if (!(await own.open("microphone"))) return
    const { stream } = own.read().microphone
    if (!stream || !canRecord()) return
    try {
      setStep("recording")
      const sound = await record(stream, SECONDS * 1000)
      setStep("playing")
      await playBack(sound, chosen.speaker)
    } catch {
      // The meter still shows whether the microphone hears anything.
    } finally {
      setStep("idle")
    }
  }
  const words = { idle: t`Say hello`, recording: t`Speak now`, playing: t`Listen` }
  return (
    <LightRow
      light={microphoneLight(i18n, microphone, heard)}
      action={
        <Button
          size="small"
          icon={step === "playing" ? "ear" : "record"}
          isDisabled={step !== "idle"}
          onPress={() => void sayHello()}
        >
          {words[step]}
        </Button>
      }
    >
      {microphone.stream && <Meter stream={microphone.stream} onHeard={onHeard} />}
    </LightRow>
  )
}
