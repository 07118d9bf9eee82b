import { useLingui } from "@lingui/react/macro"
import { Switch } from "./Control"
import { useOwn, useView } from "./context"
import { outOfReach } from "./ownstate"
import { useSwitchSource } from "./useSwitchSource"
import { mayPublish, ownPart } from "./view"

/** One's own microphone, camera and screen. Who came in to listen switches the microphone on here, without leaving. */
export function Sources() {
  const { t } = useLingui()
  const view = useView()
  const own = useOwn()
  const switchSource = useSwitchSource()
  const part = ownPart(view)
  const microphone = part?.microphone ?? false
  // What is heard contains what is seen, so that it can also be called by voice.
  const state = microphone ? t`Mic on` : t`Mic off`
  return (
    <>
      <Switch
        icon="microphone-slash"
        iconOn="microphone-fill"
        word={state}
        label={t`Microphone: ${state}`}
        look={microphone ? "plain" : "alarm"}
        on={microphone}
        disabled={outOfReach(view, "microphone") || own.microphone.state === "asking"}
        onSwitch={(on) => switchSource("microphone", on)}
      />
      {view.conference?.media === "video" && (
        <Switch
          icon="video-camera-slash"
          iconOn="video-camera-fill"
          word={t`Camera`}
          on={part?.camera ?? false}
          disabled={outOfReach(view, "camera") || own.camera.state === "asking"}
          onSwitch={(on) => switchSource("camera", on)}
        />
      )}
      {(mayPublish(view, "screen") || part?.screen) && canShare() && (
        <Switch
          roomy
          icon="screencast"
          iconOn="screencast-fill"
          word={t`Share`}
          label={t`Share my screen`}
          on={part?.screen ?? false}
          onSwitch={(on) => switchSource("screen", on)}
        />
      )}
    </>
  )
}

function canShare(): boolean {
  return typeof navigator.mediaDevices?.getDisplayMedia === "function"
}
