import { useQuery } from "@tanstack/react-query"
import { createContext, type ReactNode, Suspense, useContext, useMemo, useState } from "react"
import { ChatPanel } from "../features/chat"
import type { ChatFace, RecordingFaces, SlidesFace } from "../features/conference"
import { DocumentsDialog, SlidesStage } from "../features/documents"
import { ReportDialog, type Reported } from "../features/moderation"
import { BeforeRecording, RecordButton, RecordingNotice } from "../features/recording"
import { spaceQuery } from "../features/spaces"
import type { Id } from "../live"
import { makeBeside } from "./Beside"
import { ChatExtras } from "./ChatExtras"

export interface RoomSpace {
  id: Id
  slug: string
}

const SpaceOfRoom = createContext<RoomSpace | null>(null)

/** The chat beside the stage: who is inside comes from the conference, who may write from the space. */
const Chat: ChatFace = ({ room, inside, compact }) => {
  const space = useContext(SpaceOfRoom)
  if (!space) throw new Error("Outside of a room")
  const { data: home } = useQuery(spaceQuery(space.id))
  // Until the space has answered, nobody is told that they may not write: the server decides anyway.
  const may = home?.may
  const whole = useMemo(
    () => ({ ...inside, may: [...inside.may, ...(may ?? ["CHAT_WRITE"])] }),
    [inside, may],
  )
  return (
    <ChatExtras space={space} apart>
      <ChatPanel room={room} inside={whole} compact={compact} />
    </ChatExtras>
  )
}

/** Loaded when there is something on stage, or somebody looks for it. */
const SLIDES: SlidesFace = {
  Stage: (props) => (
    <Suspense>
      <SlidesStage {...props} />
    </Suspense>
  ),
  Documents: (props) =>
    props.open && (
      <Suspense>
        <DocumentsDialog {...props} />
      </Suspense>
    ),
}

const RECORDING: RecordingFaces = { Before: BeforeRecording, Button: RecordButton, Notice: RecordingNotice }

/** What other features put into a conference, in a TwinSpace and in an event alike. */
export const FACES = { chat: Chat, beside: makeBeside, slides: SLIDES, recording: RECORDING }

/** What stands around a conference: its space for the chat, and the way to report it or somebody inside. */
export function RoomParts({
  space,
  children,
}: {
  space: RoomSpace
  children: (onReport: (reported: Reported) => void) => ReactNode
}) {
  const [reported, setReported] = useState<Reported | null>(null)
  return (
    <SpaceOfRoom value={space}>
      {children(setReported)}
      <ReportDialog space={space.id} reported={reported} onClose={() => setReported(null)} />
    </SpaceOfRoom>
  )
}
