import { plural } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import type { Source } from "../../live"
import { Icon } from "../../ui"
import styles from "./bar.module.css"
import { Press, Switch } from "./Control"
import { useAct, useHere, useOwn, useView } from "./context"
import { useSwitchSource } from "./useSwitchSource"
import { askingIn, handNumber, isFrozenFor, may, mayPublish, ownPart } from "./view"

export interface Panels {
  chat: boolean
  people: boolean
}

export interface BarProps {
  panels: Panels
  onPanel: (panel: keyof Panels, open: boolean) => void
  unread: number
  onLeave: () => void
}

/** The bottom bar: everything one does, with its word below. */
export function Bar({ panels, onPanel, unread, onLeave }: BarProps) {
  const { t } = useLingui()
  const view = useView()
  const host = may(view, "CONFERENCE_MODERATE")
  return (
    <footer className={styles.bar}>
      <State />
      <div className={styles.middle}>
        <Sources />
        <Hand />
        {host && (
          <Switch
            icon="users"
            iconOn="users-fill"
            word={t`People`}
            on={panels.people}
            onSwitch={(on) => onPanel("people", on)}
            count={askingIn(view).length}
          />
        )}
        <Switch
          icon="chat-circle-text"
          iconOn="chat-circle-text-fill"
          word={t`Chat`}
          label={unread > 0 && !panels.chat ? t`Chat, ${unread} unread` : t`Chat`}
          on={panels.chat}
          onSwitch={(on) => onPanel("chat", on)}
          count={panels.chat ? 0 : unread}
        />
        <span className={styles.leaveSmall}>
          <Press icon="sign-out-bold" word={t`Leave`} look="leave" onPress={onLeave} />
        </span>
      </div>
      <div className={styles.end}>
        <Press
          icon="sign-out-bold"
          word={view.seat?.role === "host" ? t`Leave or end` : t`Leave`}
          look="leave"
          onPress={onLeave}
        />
      </div>
    </footer>
  )
}

function Sources() {
  const { t } = useLingui()
  const view = useView()
  const own = useOwn()
  const switchSource = useSwitchSource()
  const part = ownPart(view)
  const heldBack = (source: Source) => part?.held_back.includes(source) === true || isFrozenFor(view)
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
        disabled={heldBack("microphone") || own.microphone.state === "asking"}
        onSwitch={(on) => switchSource("microphone", on)}
      />
      {view.conference?.media === "video" && (
        <Switch
          icon="video-camera-slash"
          iconOn="video-camera-fill"
          word={t`Camera`}
          on={part?.camera ?? false}
          disabled={heldBack("camera") || own.camera.state === "asking"}
          onSwitch={(on) => switchSource("camera", on)}
        />
      )}
      {mayPublish(view, "screen") && !isFrozenFor(view) && canShare() && (
        <Switch
          icon="screencast"
          iconOn="screencast-fill"
          word={t`Share`}
          label={t`Share my screen`}
          on={part?.screen ?? false}
          disabled={heldBack("screen")}
          onSwitch={(on) => switchSource("screen", on)}
        />
      )}
    </>
  )
}

function canShare(): boolean {
  return typeof navigator.mediaDevices?.getDisplayMedia === "function"
}

function Hand() {
  const { t } = useLingui()
  const { conference } = useHere()
  const part = ownPart(useView())
  const act = useAct()
  const up = part?.hand_at != null
  return (
    <Switch
      icon="hand-palm"
      iconOn="hand-palm-fill"
      word={t`Hand`}
      look={up ? "raised" : "plain"}
      on={up}
      onSwitch={(on) => void act(() => conference.raiseHand(on))}
    />
  )
}

/** One line about oneself: the hand's place, or how many teachers are inside. */
function State() {
  const { t } = useLingui()
  const view = useView()
  const place = handNumber(view, view.you)
  const before = (place ?? 1) - 1
  const teachers = view.participants.filter(({ person }) => person.kind === "teacher").length
  if (place === null) {
    return (
      <p className={styles.state} data-quiet>
        <Icon name="chalkboard-teacher-fill" />
        {t`${plural(teachers, { one: "# teacher inside", other: "# teachers inside" })}`}
      </p>
    )
  }
  return (
    <p className={styles.state}>
      <Icon name="hand-palm-fill" className={styles.mark} />
      {before === 0
        ? t`Your hand is up. You are next.`
        : t`${plural(before, { one: "Your hand is up. One person is before you.", other: "Your hand is up. # people are before you." })}`}
    </p>
  )
}
