import type { I18n } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import type { LineState } from "../../live"
import type { SourceView } from "../../live/media-devices"
import type { ProbeFinding } from "../../live/probe"
import type { IconName } from "../../ui"
import { troubleWith } from "./words"

/** One of the four lights: never colour alone, always a word, and the one cure when it is not green. */
export interface Light {
  colour: "green" | "yellow" | "red" | "off"
  icon: IconName
  word: string
  cure: string
}

/** Above this loudness somebody is speaking, not breathing. */
export const HEARD_ABOVE = 0.35

export function microphoneLight(i18n: I18n, source: SourceView, heard: boolean): Light {
  const trouble = source.problem && troubleWith(i18n, "microphone", source.problem)
  if (trouble) return { colour: "red", icon: "microphone-slash-fill", word: trouble.what, cure: trouble.cure }
  if (source.state === "asking") return asking(i18n, "microphone")
  if (source.state === "off") {
    return {
      colour: "off",
      icon: "microphone",
      word: i18n._(msg`Microphone not tested`),
      cure: i18n._(msg`Press “Say hello” and hear yourself.`),
    }
  }
  if (heard) {
    return {
      colour: "green",
      icon: "microphone-fill",
      word: i18n._(msg`Microphone works`),
      cure: i18n._(msg`Say hello and hear yourself.`),
    }
  }
  return {
    colour: "yellow",
    icon: "microphone",
    word: i18n._(msg`We hear nothing yet`),
    cure: i18n._(msg`Say a few words. Still nothing? Choose another microphone.`),
  }
}

/** What the reader answered to "Did you hear the bell?". */
export type Bell = "untested" | "ringing" | "asked" | "heard" | "silent"

export function speakerLight(i18n: I18n, bell: Bell): Light {
  switch (bell) {
    case "untested":
      return {
        colour: "off",
        icon: "speaker-high",
        word: i18n._(msg`Sound not tested`),
        cure: i18n._(msg`Play the bell and listen.`),
      }
    case "ringing":
    case "asked":
      return {
        colour: "yellow",
        icon: "speaker-high",
        word: i18n._(msg`Listen`),
        cure: i18n._(msg`Did you hear the bell?`),
      }
    case "heard":
      return {
        colour: "green",
        icon: "speaker-high-fill",
        word: i18n._(msg`Sound works`),
        cure: i18n._(msg`You heard the bell.`),
      }
    case "silent":
      return {
        colour: "red",
        icon: "speaker-slash-fill",
        word: i18n._(msg`No sound`),
        cure: i18n._(msg`Turn the volume up, or choose another speaker under “Devices”.`),
      }
  }
}

export function cameraLight(i18n: I18n, source: SourceView): Light {
  const trouble = source.problem && troubleWith(i18n, "camera", source.problem)
  if (trouble)
    return { colour: "red", icon: "video-camera-slash-fill", word: trouble.what, cure: trouble.cure }
  if (source.state === "asking") return asking(i18n, "camera")
  if (source.state === "on") {
    return {
      colour: "green",
      icon: "video-camera-fill",
      word: i18n._(msg`Camera works`),
      cure: i18n._(msg`Others will see you as in this picture.`),
    }
  }
  return {
    colour: "off",
    icon: "video-camera-slash",
    word: i18n._(msg`Camera is off`),
    cure: i18n._(msg`That is fine. You can switch it on later.`),
  }
}

function asking(i18n: I18n, source: "microphone" | "camera"): Light {
  const icon = source === "microphone" ? "microphone" : "video-camera"
  return {
    colour: "yellow",
    icon,
    word: i18n._(msg`The browser asks you`),
    cure: i18n._(msg`Press “Allow” in the question above.`),
  }
}

/** What a call to oneself found out: the media path itself, where the quick test only knows the server's answers. */
export function probeLight(i18n: I18n, findings: readonly ProbeFinding[]): Light {
  const worst = findings.find((finding) => finding !== "relay_only")
  const icon = "wifi-high"
  switch (worst) {
    case undefined:
      return {
        colour: "green",
        icon,
        word: i18n._(msg`Internet is good`),
        cure: i18n._(msg`Sound and pictures come through.`),
      }
    case "blocked":
      return {
        colour: "red",
        icon: "wifi-slash",
        word: i18n._(msg`Sound does not come through`),
        cure: i18n._(msg`Try another network. You can go in, read and write.`),
      }
    case "audio_only":
      return {
        colour: "yellow",
        icon,
        word: i18n._(msg`Internet is narrow`),
        cure: i18n._(msg`Leave your camera off.`),
      }
    case "few_pictures":
      return {
        colour: "green",
        icon,
        word: i18n._(msg`Internet is good enough`),
        cure: i18n._(msg`There is room for a few small pictures.`),
      }
    case "loss":
    case "delay":
      return {
        colour: "yellow",
        icon,
        word: i18n._(msg`Internet is weak`),
        cure: i18n._(msg`Sit closer to the router, then test again.`),
      }
  }
}

/** `roundTripMs` is null while it is being measured. */
export function networkLight(i18n: I18n, state: LineState, roundTripMs: number | null): Light {
  if (state !== "open") {
    return {
      colour: "red",
      icon: "wifi-slash",
      word: i18n._(msg`No connection`),
      cure: i18n._(msg`Check your Wi-Fi, then test again.`),
    }
  }
  if (roundTripMs === null)
    return {
      colour: "off",
      icon: "wifi-high",
      word: i18n._(msg`Testing the internet`),
      cure: i18n._(msg`One moment.`),
    }
  if (roundTripMs < 200)
    return {
      colour: "green",
      icon: "wifi-high",
      word: i18n._(msg`Internet is good`),
      cure: i18n._(msg`Answers come quickly.`),
    }
  return {
    colour: roundTripMs < 600 ? "yellow" : "red",
    icon: "wifi-high",
    word: roundTripMs < 600 ? i18n._(msg`Internet is weak`) : i18n._(msg`Internet is very slow`),
    cure: i18n._(msg`Sit closer to the router, then test again.`),
  }
}
