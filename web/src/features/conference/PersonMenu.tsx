import { useLingui } from "@lingui/react/macro"
import type { Participant } from "../../live"
import { Choice, IconButton, type IconName, MenuButton, MenuLine } from "../../ui"
import { appointCohost } from "./api"
import { useAct, useChoices, useHere, useView } from "./context"
import type { PersonRowProps } from "./PersonRow"
import type { TakingOut } from "./RemoveDialog"
import { leads } from "./view"

interface Deed {
  id: string
  icon: IconName
  words: string
  run: () => Promise<unknown>
  shown: boolean
}

/** What one can do about somebody inside: whoever leads much, everybody else keep them large, and report them. */
export function PersonMenu({ participant, onTakeOut }: PersonRowProps) {
  const { t } = useLingui()
  const { choices, you, onReport } = useHere()
  const { pinned } = useChoices()
  const act = useAct()
  const { id, name } = participant.person
  const lead = leads(useView())
  const deeds = [useSilencing(participant), useAppointing(participant)].map((group) =>
    group.filter(({ shown }) => lead && shown),
  )
  const mayGo = lead && participant.role !== "host" && id !== you.id
  const sendBack = useSendBack(participant)
  const choose = (key: string) => {
    if (key === "pin") return choices.pin(id)
    if (key === "remove" || key === "ban") return onTakeOut(key as TakingOut["how"])
    if (key === "report") return onReport({ target: "person", id, name })
    const deed = [...deeds.flat(), sendBack].find((one) => one.id === key)
    return deed && void act(deed.run)
  }
  return (
    <MenuButton
      aria-label={t`${name}: actions`}
      button={<IconButton small icon="dots-three-vertical-bold" label={t`${name}: actions`} />}
      onAction={(key) => choose(String(key))}
    >
      <Choice id="pin" icon="push-pin" checked={pinned === id}>{t`Keep large for me`}</Choice>
      {deeds.map((group) => [
        group.length > 0 && <MenuLine key={`before ${group[0]?.id}`} />,
        ...group.map(({ id: key, icon, words }) => (
          <Choice key={key} id={key} icon={icon}>
            {words}
          </Choice>
        )),
      ])}
      {mayGo && <MenuLine />}
      {mayGo && (
        <Choice id={sendBack.id} icon={sendBack.icon}>
          {sendBack.words}
        </Choice>
      )}
      {mayGo && <Choice id="remove" icon="user-minus" danger>{t`Remove`}</Choice>}
      {mayGo && <Choice id="ban" icon="prohibit" danger>{t`Ban`}</Choice>}
      {id !== you.id && <MenuLine />}
      {id !== you.id && <Choice id="report" icon="flag">{t`Report ${name}`}</Choice>}
    </MenuButton>
  )
}

/** Microphone, camera, screen and chat: off for now, held until allowed again, and allowed again. */
function useSilencing(participant: Participant): Deed[] {
  const { t } = useLingui()
  const { conference, you } = useHere()
  const { person, microphone, camera, screen, held_back, chat_held } = participant
  const { id } = person
  if (id === you.id) return []
  const silent = held_back.includes("microphone")
  const hidden = held_back.includes("camera")
  const deed = (key: string, icon: IconName, words: string, shown: boolean, run: Deed["run"]): Deed => ({
    id: key,
    icon,
    words,
    shown,
    run,
  })
  return [
    deed("mute", "microphone-slash", t`Mute`, microphone, () => conference.mute("microphone", id)),
    deed("hold", "microphone-slash-fill", t`Mute and hold`, !silent, () =>
      conference.mute("microphone", id, true),
    ),
    deed("release", "microphone", t`Allow the microphone again`, silent, () =>
      conference.release("microphone", id),
    ),
    deed("camera", "video-camera-slash", t`Stop camera`, camera, () => conference.mute("camera", id)),
    deed("hold-camera", "video-camera-slash-fill", t`Stop camera and hold`, !hidden, () =>
      conference.mute("camera", id, true),
    ),
    deed("release-camera", "video-camera", t`Allow the camera again`, hidden, () =>
      conference.release("camera", id),
    ),
    deed("screen", "screencast", t`Stop sharing`, screen, () => conference.mute("screen", id)),
    deed("hold-chat", "chat-slash", t`Hold the chat`, !chat_held, () => conference.holdChat(id, true)),
    deed("release-chat", "chat-circle-text", t`Allow the chat again`, chat_held, () =>
      conference.holdChat(id, false),
    ),
  ]
}

/** Roles: a pupil may present or write captions, but never leads. */
function useAppointing({ person, role, captioner }: Participant): Deed[] {
  const { t } = useLingui()
  const { conference, event } = useHere()
  const { seat } = useView()
  const { id } = person
  const host = seat?.role === "host"
  const teacher = person.kind === "teacher"
  const attendee = role === "attendee"
  return [
    {
      id: "presenter",
      icon: "monitor-play",
      words: event ? t`Invite on the stage` : t`Make presenter`,
      shown: attendee,
      run: () => conference.appoint(id, "presenter"),
    },
    {
      id: "cohost",
      icon: "chalkboard-teacher",
      words: t`Make co-host`,
      shown: host && teacher && (attendee || role === "presenter"),
      // Who leads an event is said on its page.
      run: () => (event ? appointCohost(event, id, true) : conference.appoint(id, "cohost")),
    },
    {
      id: "attendee",
      icon: "user",
      words: event && role === "presenter" ? t`Take off the stage` : t`Take the role back`,
      shown: role === "presenter" || (role === "cohost" && host),
      run: () =>
        event && role === "cohost" ? appointCohost(event, id, false) : conference.appoint(id, "attendee"),
    },
    {
      id: "captioner",
      icon: "closed-captioning",
      words: captioner ? t`No longer writes captions` : t`Let them write captions`,
      shown: true,
      run: () => conference.appointCaptioner(id, !captioner),
    },
  ]
}

function useSendBack({ person }: Participant): Deed {
  const { t } = useLingui()
  const { conference } = useHere()
  return {
    id: "send-back",
    icon: "door-open",
    words: t`Back to the waiting room`,
    shown: true,
    run: () => conference.sendBack(person.id),
  }
}
