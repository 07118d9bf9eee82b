import { useLingui } from "@lingui/react/macro"
import { useEffect, useRef } from "react"
import type { MediaMode } from "../../live/media-mode"
import { Banner, Button, toasts } from "../../ui"
import { Radios } from "../../ui/Radios"
import { useHere, useMedia } from "./context"

const MODES: readonly MediaMode[] = ["everything", "less_video", "audio_only", "send_only"]

/** How much of the conference this device takes part in, for lines that do not carry it all. */
export function ModeChoice() {
  const { t } = useLingui()
  const { media } = useHere()
  const { chosenMode } = useMedia()
  const words: Record<MediaMode, string> = {
    everything: t`Everything`,
    less_video: t`One small picture`,
    audio_only: t`Sound only`,
    send_only: t`Send mine, receive nothing`,
  }
  return (
    <Radios
      label={t`For a weak line`}
      value={chosenMode}
      onChange={(value) => media.choose(value as MediaMode)}
      options={MODES.map((value) => ({ value, label: words[value] }))}
    />
  )
}

/** That less is sent and received than there is: because the line is weak, or because one has chosen it. */
export function ModeNotice() {
  const { t } = useLingui()
  const { media } = useHere()
  const { mode, steppedDown } = useMedia()
  useStepUp()
  if (mode === "everything") return null
  const lines: Record<Exclude<MediaMode, "everything">, string> = {
    less_video: t`Your line is weak: you see one small picture. More comes back by itself.`,
    audio_only: t`Your line is very weak: you have sound only. Pictures come back by themselves.`,
    send_only: "",
  }
  const choices: Record<Exclude<MediaMode, "everything">, string> = {
    less_video: t`You have chosen one small picture.`,
    audio_only: t`You have chosen sound only: no pictures come or go.`,
    send_only: t`You have chosen to receive nothing: the others hear and see you, you do not hear them.`,
  }
  if (steppedDown) {
    return (
      <Banner kind="hold" icon="cell-signal-slash" alert="politely">
        {lines[mode]}
      </Banner>
    )
  }
  return (
    <Banner
      kind={mode === "send_only" ? "hold" : "info"}
      icon="cell-signal-slash"
      action={
        <Button size="small" onPress={() => media.choose("everything")}>
          {t`Receive everything`}
        </Button>
      }
    >
      {choices[mode]}
    </Banner>
  )
}

/** Says once that the line carries more again, when nobody but the line decided. */
function useStepUp(): void {
  const { t } = useLingui()
  const { mode, steppedDown } = useMedia()
  const before = useRef({ mode, steppedDown })
  const words =
    mode === "less_video"
      ? t`Your line is better: one picture is back.`
      : t`Your line is good again: everything is back.`
  useEffect(() => {
    const was = before.current
    before.current = { mode, steppedDown }
    const up = MODES.indexOf(mode) < MODES.indexOf(was.mode)
    if (was.steppedDown && up) toasts.say(words)
  }, [mode, steppedDown, words])
}
