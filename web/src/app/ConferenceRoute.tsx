import { useQuery } from "@tanstack/react-query"
import { useMemo } from "react"
import { ChatPanel } from "../features/chat"
import { type ChatFace, ConferencePage } from "../features/conference"
import { spaceQuery, useSpace } from "../features/spaces"

/** The chat beside the stage: who is inside comes from the conference, who may write from the space. */
const Chat: ChatFace = ({ room, inside, compact }) => {
  const { data: home } = useQuery(spaceQuery(useSpace().id))
  // Until the space has answered, nobody is told that they may not write: the server decides anyway.
  const may = home?.may
  const whole = useMemo(
    () => ({ ...inside, may: [...inside.may, ...(may ?? ["CHAT_WRITE"])] }),
    [inside, may],
  )
  return <ChatPanel room={room} inside={whole} compact={compact} />
}

/** A conference with the chat beside its stage. */
export default function ConferenceRoute() {
  return <ConferencePage chat={Chat} />
}
