import { useLingui } from "@lingui/react/macro"
import { Banner, type BannerProps } from "../../ui/Banner"
import { useHere, useView } from "./context"
import { type OwnState, ownStates } from "./ownstate"

interface Words {
  kind: NonNullable<BannerProps["kind"]>
  icon: NonNullable<BannerProps["icon"]>
  words: string
}

/** Why one's own microphone, camera or chat is off now, and who decides. */
export function OwnStates() {
  const words = useWords()
  return ownStates(useView()).map((state) => {
    const { kind, icon, words: text } = words(state)
    return (
      <Banner key={state} kind={kind} icon={icon} alert={kind === "info" ? "politely" : true}>
        {text}
      </Banner>
    )
  })
}

function useWords(): (state: OwnState) => Words {
  const { t } = useLingui()
  const { pausedBy } = useView()
  // Pupils have a teacher; adults are told who decides in words of their own.
  const pupil = useHere().you.kind === "pupil"
  return (state) => {
    switch (state) {
      case "paused":
        return {
          kind: "hold",
          icon: "pause-fill",
          words: pausedBy
            ? t`${pausedBy} has paused everything. Listen: it goes on by itself.`
            : pupil
              ? t`Your teacher has paused everything. Listen: it goes on by itself.`
              : t`Everything is paused. It goes on by itself.`,
        }
      case "no_teacher":
        return {
          kind: "hold",
          icon: "chalkboard-teacher-fill",
          words: t`Your teacher will be back soon. Sound is off until then.`,
        }
      case "no_school_teacher":
        return {
          kind: "hold",
          icon: "chalkboard-teacher-fill",
          words: t`No adult of your school is inside now. Sound and chat go on when one is back.`,
        }
      case "held_microphone":
        return {
          kind: "hold",
          icon: "microphone-slash-fill",
          words: pupil
            ? t`You are muted by your teacher. It stays off until your teacher allows it again.`
            : t`You are muted. It stays off until whoever leads allows it again.`,
        }
      case "held_camera":
        return {
          kind: "hold",
          icon: "video-camera-slash-fill",
          words: pupil
            ? t`Your teacher has switched your camera off. It stays off until your teacher allows it again.`
            : t`Your camera was switched off. It stays off until whoever leads allows it again.`,
        }
      case "held_screen":
        return {
          kind: "hold",
          icon: "screencast",
          words: pupil
            ? t`Your teacher has stopped your screen. It stays off until your teacher allows it again.`
            : t`Your screen was stopped. It stays off until whoever leads allows it again.`,
        }
      case "held_chat":
        return {
          kind: "hold",
          icon: "chat-slash",
          words: pupil
            ? t`Your teacher has stopped you from writing here. You can read on.`
            : t`Whoever leads has stopped you from writing here. You can read on.`,
        }
      case "locked_microphone":
        return {
          kind: "info",
          icon: "hand-palm",
          words: t`Now we listen. Raise your hand when you want to say something.`,
        }
      case "locked_camera":
        return {
          kind: "info",
          icon: "video-camera-slash",
          words: pupil
            ? t`Cameras are off for now. Your teacher switches them on again.`
            : t`Cameras are off for now. Whoever leads switches them on again.`,
        }
    }
  }
}
