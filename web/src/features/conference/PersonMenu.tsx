import { useLingui } from "@lingui/react/macro"
import type { Participant } from "../../live"
import { Choice, IconButton, MenuButton, MenuLine } from "../../ui"
import { useAct, useHere, useView } from "./context"

/** What the host can do about somebody inside. */
export function PersonMenu({ participant, onRemove }: { participant: Participant; onRemove: () => void }) {
  const { t } = useLingui()
  const { conference } = useHere()
  const act = useAct()
  const { seat } = useView()
  const { person, microphone, camera, screen, role, held_back } = participant
  const { id, name } = person
  const teacher = person.kind === "teacher"
  const host = seat?.role === "host"
  const deeds: Record<string, () => Promise<unknown>> = {
    mute: () => conference.mute("microphone", id),
    hold: () => conference.mute("microphone", id, true),
    release: () => conference.release("microphone", id),
    camera: () => conference.mute("camera", id),
    "hold-camera": () => conference.mute("camera", id, true),
    "release-camera": () => conference.release("camera", id),
    screen: () => conference.mute("screen", id),
    presenter: () => conference.appoint(id, "presenter"),
    cohost: () => conference.appoint(id, "cohost"),
    attendee: () => conference.appoint(id, "attendee"),
  }
  const silent = held_back.includes("microphone")
  const hidden = held_back.includes("camera")
  return (
    <MenuButton
      aria-label={t`${name}: actions`}
      button={<IconButton small icon="dots-three-vertical-bold" label={t`${name}: actions`} />}
      onAction={(key) => {
        const deed = deeds[String(key)]
        if (deed) void act(deed)
        else onRemove()
      }}
    >
      {microphone && <Choice id="mute" icon="microphone-slash">{t`Mute`}</Choice>}
      {silent ? (
        <Choice id="release" icon="microphone">{t`Allow the microphone again`}</Choice>
      ) : (
        <Choice id="hold" icon="microphone-slash-fill">{t`Mute and hold`}</Choice>
      )}
      {camera && <Choice id="camera" icon="video-camera-slash">{t`Stop camera`}</Choice>}
      {hidden ? (
        <Choice id="release-camera" icon="video-camera">{t`Allow the camera again`}</Choice>
      ) : (
        <Choice id="hold-camera" icon="video-camera-slash-fill">{t`Stop camera and hold`}</Choice>
      )}
      {screen && <Choice id="screen" icon="screencast">{t`Stop sharing`}</Choice>}
      <MenuLine />
      {role !== "presenter" && role !== "host" && (
        <Choice id="presenter" icon="monitor-play">{t`Make presenter`}</Choice>
      )}
      {host && teacher && role !== "cohost" && role !== "host" && (
        <Choice id="cohost" icon="chalkboard-teacher">{t`Make co-host`}</Choice>
      )}
      {(role === "presenter" || (role === "cohost" && host)) && (
        <Choice id="attendee" icon="user">{t`Take the role back`}</Choice>
      )}
      {role !== "host" && <Choice id="remove" icon="user-minus" danger>{t`Remove`}</Choice>}
    </MenuButton>
  )
}
