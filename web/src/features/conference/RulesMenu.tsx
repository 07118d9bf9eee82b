import { useLingui } from "@lingui/react/macro"
import type { Lock } from "../../live"
import { Button, Choice, type IconName, MenuButton, MenuLine } from "../../ui"
import { Press } from "./Control"
import { useAct, useHere, useView } from "./context"
import { PRESETS, type Preset, presetOf, turned, withPreset } from "./rules"

const isPreset = (key: string): key is Preset => key in PRESETS

/** What those who neither lead nor present may do: three presets, each lock by itself, and the door. */
export function RulesMenu({ small }: { small?: boolean }) {
  const { t } = useLingui()
  const { conference } = useHere()
  const { locks, locked } = useView()
  const act = useAct()
  const preset = presetOf(locks)
  const { presets, lockWords } = useWords()
  const icon: IconName = locked ? "lock-simple-fill" : "lock-simple"
  const choose = (key: string) => {
    if (key === "door") return void act(() => conference.lock(!locked))
    const next = isPreset(key) ? withPreset(locks, key) : turned(locks, key as Lock)
    return void act(() => conference.setLocks(next))
  }
  return (
    <MenuButton
      aria-label={t`Rules`}
      placement={small ? "bottom" : "top"}
      onAction={(key) => choose(String(key))}
      button={
        small ? (
          <Button size="small" icon={icon}>
            {t`Rules`}
          </Button>
        ) : (
          <Press roomy icon={icon} word={t`Rules`} />
        )
      }
    >
      {presets.map(([key, picture, words]) => (
        <Choice key={key} id={key} icon={picture} checked={preset === key}>
          {words}
        </Choice>
      ))}
      <MenuLine />
      {lockWords.map(([key, picture, words]) => (
        <Choice key={key} id={key} icon={picture} checked={locks.includes(key)}>
          {words}
        </Choice>
      ))}
      <MenuLine />
      <Choice id="door" icon="door-open" checked={locked}>
        {t`Lock the door: newcomers wait`}
      </Choice>
    </MenuButton>
  )
}

function useWords() {
  const { t } = useLingui()
  const { event } = useHere()
  const presets: [Preset, IconName, string][] = [
    ["lecture", "chalkboard-teacher", t`Lecture: they listen and raise hands`],
    ["discussion", "chats", t`Discussion: they speak, only presenters share`],
    [
      "workshop",
      "users-four",
      event ? t`Workshop: everybody speaks and shares` : t`Workshop: everybody speaks, teachers share`,
    ],
  ]
  const lockWords: [Lock, IconName, string][] = [
    ["microphone", "microphone-slash", t`Lock microphones`],
    ["camera", "video-camera-slash", t`Lock cameras`],
    ["screen", "screencast", t`Lock screen sharing`],
    ["chat", "chat-slash", t`Lock the chat`],
  ]
  return { presets, lockWords }
}
