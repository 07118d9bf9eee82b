import { type ReactNode, useMemo, useState } from "react"
import { type Extras, ExtrasContext } from "../features/chat"
import { HeldNote, ReportDialog, type Reported, RoomMenu, WarnDialog, Warned } from "../features/moderation"
import type { Id, Message } from "../live"

/** What teachers and moderators add to a chat: held messages, reports, the room's rules. */
export function ChatExtras({ space, children }: { space: Id; children: ReactNode }) {
  const [reported, setReported] = useState<Reported | null>(null)
  const [about, setAbout] = useState<Message | null>(null)
  const extras = useMemo<Extras>(
    () => ({
      Held: HeldNote,
      onReport: (message) => setReported({ target: "message", id: message.id }),
      onReportPerson: ({ id, name }) => setReported({ target: "person", id, name }),
      onWarn: setAbout,
      Warned,
      RoomMenu,
    }),
    [],
  )
  return (
    <ExtrasContext value={extras}>
      {children}
      <ReportDialog space={space} reported={reported} onClose={() => setReported(null)} />
      <WarnDialog message={about} onClose={() => setAbout(null)} />
    </ExtrasContext>
  )
}
