import { useMe } from "../features/account"
import { ChatPanel } from "../features/chat"
import { type ChatFace, ConferencePage } from "../features/conference"

/** The chat beside the stage: the room was entered by the conference, what is not known here the server decides. */
const Chat: ChatFace = ({ room, compact }) => {
  const me = useMe()
  const you = { id: me.id, name: me.name, kind: me.account_type === "pupil" ? "pupil" : "teacher" } as const
  const inside = { you, people: [], may: ["CHAT_WRITE"], state: "open" } as const
  return <ChatPanel room={room} inside={inside} compact={compact} />
}

export default function ConferenceRoute() {
  return <ConferencePage chat={Chat} />
}
