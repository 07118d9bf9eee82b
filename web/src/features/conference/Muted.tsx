import { useLingui } from "@lingui/react/macro"
import type { Source } from "../../live"
import { Banner, IconButton, type IconName } from "../../ui"
import { useHere, useView } from "./context"

const ICONS: Record<Source, IconName> = {
  microphone: "microphone-slash-fill",
  camera: "video-camera-slash-fill",
  screen: "screencast",
}

/** Somebody who leads has just switched something of one's own off, by name. */
export function Muted() {
  const { t } = useLingui()
  const { conference } = useHere()
  const { muted } = useView()
  if (!muted) return null
  const { source, by, held } = muted
  const what = {
    microphone: t`You are muted by ${by}.`,
    camera: t`${by} has switched your camera off.`,
    screen: t`${by} has stopped your screen.`,
  }[source]
  return (
    <Banner
      kind="hold"
      icon={ICONS[source]}
      alert
      action={<IconButton small icon="x" label={t`Close`} onPress={() => conference.dismiss("muted")} />}
    >
      {what} {held ? t`It stays off until ${by} allows it again.` : t`You can switch it on again.`}
    </Banner>
  )
}
