import { useLingui } from "@lingui/react/macro"
import { useState } from "react"
import { ring } from "../../live/media-check"
import { Button, classes } from "../../ui"
import card from "../../ui/Card.module.css"
import { useHere, useOwn } from "./context"
import { LightRow } from "./LightRow"
import { type Bell, cameraLight, speakerLight } from "./lights"
import { MicrophoneTest } from "./MicrophoneTest"
import { NetworkTest } from "./NetworkTest"

/** Is everything ready? Four lights; none of them keeps anybody out. */
export function Lights({ camera }: { camera: boolean }) {
  const { t } = useLingui()
  return (
    <section className={card.card} aria-labelledby="lights">
      <header className={card.head}>
        <h2 id="lights">{t`Is everything ready?`}</h2>
      </header>
      <ul>
        <NetworkTest />
        <MicrophoneTest />
        <SpeakerTest />
        {camera && <CameraTest />}
      </ul>
    </section>
  )
}

function SpeakerTest() {
  const { t, i18n } = useLingui()
  const { chosen } = useOwn()
  const [bell, setBell] = useState<Bell>("untested")
  const play = async () => {
    setBell("ringing")
    await ring(chosen.speaker).catch(() => undefined)
    setBell("asked")
  }
  const action =
    bell === "asked" ? (
      <>
        <Button size="small" onPress={() => setBell("heard")}>
          {t`Yes`}
        </Button>
        <Button size="small" onPress={() => setBell("silent")}>
          {t`No`}
        </Button>
      </>
    ) : (
      <Button size="small" icon="play-fill" isDisabled={bell === "ringing"} onPress={() => void play()}>
        {bell === "untested" ? t`Bell` : t`Again`}
      </Button>
    )
  return <LightRow light={speakerLight(i18n, bell)} action={action} />
}

function CameraTest() {
  const { t, i18n } = useLingui()
  const { own } = useHere()
  const { camera } = useOwn()
  const light = cameraLight(i18n, camera)
  const tryAgain = light.colour === "red" && (
    <Button size="small" icon="arrow-clockwise" onPress={() => void own.open("camera")}>
      {t`Try again`}
    </Button>
  )
  return <LightRow light={light} action={tryAgain} />
}

/** The microphone's light alone, for those who wait at the door. */
export function MicrophoneCard({ className }: { className?: string }) {
  const { t } = useLingui()
  return (
    <section className={classes(card.card, className)} aria-label={t`Microphone test`}>
      <ul>
        <MicrophoneTest />
        <SpeakerTest />
      </ul>
    </section>
  )
}
