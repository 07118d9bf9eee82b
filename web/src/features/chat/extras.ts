import { type ComponentType, createContext, type ReactNode } from "react"
import type { Id, MaterialPreview, Message, Person, RoomState } from "../../live"

/** What else a chat shows that it knows nothing of; `app/` puts it in. */
export interface Extras {
  /** Under a held message: why it waits, and what one may do. */
  Held?: ComponentType<{
    message: Message
    own: boolean
    mayDecide: boolean
    onEdit: (() => void) | null
    /** The message has changed since it came: read it again. */
    onStale: () => void
  }>
  /** Asks why a message is reported. */
  onReport?: (message: Message) => void
  /** The same about one of the people here. */
  onReportPerson?: (person: Person) => void
  /** Asks with which words a pupil is told something about a message. */
  onWarn?: (message: Message) => void
  /** Above the place where a pupil writes: what the pupil was told. */
  Warned?: ComponentType<{ room: Id; onShow: (seq: number) => void }>
  /** Around the place where a pupil writes in a chatroom: says why not, while its rules keep pupils from it. */
  Silenced?: ComponentType<{ room: Id; children: ReactNode }>
  /** What a message may link. */
  materials?: {
    address: (material: Id) => string
    /** Opened in a tab of its own: whoever is on the stage stays there. */
    apart: boolean
    Picker: ComponentType<{ onPick: (material: MaterialPreview) => void; onClose: () => void }>
  }
  /** In the head of a chatroom. */
  RoomMenu?: ComponentType<{ room: RoomState }>
}

export const ExtrasContext = createContext<Extras>({})
