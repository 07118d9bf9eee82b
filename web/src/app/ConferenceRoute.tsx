import { useQuery } from "@tanstack/react-query"
import { Suspense, useMemo, useState } from "react"
import { ChatPanel } from "../features/chat"
import { type ChatFace, ConferencePage, type SlidesFace } from "../features/conference"
import { DocumentsDialog, SlidesStage } from "../features/documents"
import { ReportDialog, type Reported } from "../features/moderation"
import { spaceQuery, useSpace } from "../features/spaces"
import { makeBeside } from "./Beside"
import { ChatExtras } from "./ChatExtras"

/** The chat beside the stage: who is inside comes from the conference, who may write from the space. */
const Chat: ChatFace = ({ room, inside, compact }) => {
  const space = useSpace()
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

/** A conference with the chat beside its stage, and the way to report it or somebody inside. */
export default function ConferenceRoute() {
  const space = useSpace()
  const [reported, setReported] = useState<Reported | null>(null)
  return (
    <>
      <ConferencePage chat={Chat} beside={makeBeside} slides={SLIDES} onReport={setReported} />
      <ReportDialog space={space.id} reported={reported} onClose={() => setReported(null)} />
    </>
  )
}
