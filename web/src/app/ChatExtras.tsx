import { type ReactNode, useMemo, useState } from "react"
import { type Extras, ExtrasContext } from "../features/chat"
import { MaterialPicker, materialAddress } from "../features/materials"
import {
  HeldNote,
  ReportDialog,
  type Reported,
  RoomMenu,
  Silenced,
  WarnDialog,
  Warned,
} from "../features/moderation"
import type { Id, Message } from "../live"

export interface ChatExtrasProps {
  space: { id: Id; slug: string }
  /** Beside a stage, which one does not leave to look at a picture. */
  apart?: boolean
  children: ReactNode
}

/** What others add to a chat: held messages, reports, the room's rules, the materials that messages link. */
export function ChatExtras({ space: { id, slug }, apart = false, children }: ChatExtrasProps) {
  const [reported, setReported] = useState<Reported | null>(null)
  const [about, setAbout] = useState<Message | null>(null)
  const extras = useMemo<Extras>(
    () => ({
      Held: HeldNote,
      onReport: (message) => setReported({ target: "message", id: message.id }),
      onReportPerson: ({ id, name }) => setReported({ target: "person", id, name }),
      onWarn: setAbout,
      Warned,
      Silenced,
      RoomMenu,
      materials: {
        address: (material) => materialAddress(slug, material),
        apart,
        Picker: (props) => <MaterialPicker space={id} {...props} />,
      },
    }),
    [id, slug, apart],
  )
  return (
    <ExtrasContext value={extras}>
      {children}
      <ReportDialog space={id} reported={reported} onClose={() => setReported(null)} />
      <WarnDialog message={about} onClose={() => setAbout(null)} />
    </ExtrasContext>
  )
}
