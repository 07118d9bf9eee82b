import { type ComponentType, createContext, useContext, useSyncExternalStore } from "react"
import { type Id, line, type Person, type Slides } from "../../live"
import type { Media, MediaView } from "../../live/media"
import type { OwnSources, OwnSourcesView } from "../../live/media-devices"
import { useAct as useActSaying, useNow } from "../../ui"
import type { Beside } from "./beside"
import type { Choices, RoomChoices } from "./choices"
import type { Fleeting, FleetingView } from "./fleeting"
import type { RecordingFaces } from "./recording"
import type { LiveConference } from "./store"
import type { View } from "./view"
import { explainConference } from "./words"

export type OnReport = (reported: {
  target: "person" | "conference" | "question"
  id: Id
  name?: string
}) => void

/** Slides as the page gives them: features do not know each other's insides. */
export interface SlidesFace {
  /** The page that everybody sees, in the large place of the stage. */
  Stage: ComponentType<{
    conference: Id
    slides: Slides
    presents: boolean
    /** Pages to which something beside the stage belongs. */
    marked: ReadonlySet<number>
  }>
  /** All documents of the conference, to prepare and to put on stage; `inside`, when the reader is. */
  Documents: ComponentType<{
    conference: Id
    slides: Slides | null
    inside: boolean
    open: boolean
    onClose: () => void
  }>
}

/** What every part of the conference's screens works with. */
export interface Here {
  conference: LiveConference
  media: Media
  own: OwnSources
  fleeting: Fleeting
  choices: RoomChoices
  /** Polls and questions; the page gives them. */
  beside: Beside
  you: Person
  /** The event whose room this is: among adults, of whom nobody is another one's teacher. */
  event: Id | null
  /** Asks why somebody inside, or the conference itself, is reported; the page gives it. */
  onReport: OnReport
  slides: SlidesFace
  recording: RecordingFaces
  /** A slow or small device: fewer pictures, smaller camera. */
  weak: boolean
}

export const HereContext = createContext<Here | null>(null)

export function useHere(): Here {
  const here = useContext(HereContext)
  if (!here) throw new Error("Outside of a conference")
  return here
}

export function useView(): View {
  const { conference } = useHere()
  return useSyncExternalStore(conference.subscribe, conference.read)
}

export function useMedia(): MediaView {
  const { media } = useHere()
  return useSyncExternalStore(media.subscribe, media.read)
}

export function useOwn(): OwnSourcesView {
  const { own } = useHere()
  return useSyncExternalStore(own.subscribe, own.read)
}

export function useFleeting(): FleetingView {
  const { fleeting } = useHere()
  return useSyncExternalStore(fleeting.subscribe, fleeting.read)
}

export function useChoices(): Choices {
  const { choices } = useHere()
  return useSyncExternalStore(choices.subscribe, choices.read)
}

const serverNow = () => line.serverNow()

/** The server's time: everybody's clock shows the same minute. */
export function useServerNow(step = 1000): number {
  return useNow(step, serverNow)
}

/** Carry something out, and say kindly when it was refused. Answers whether it was done. */
export function useAct(): (deed: () => Promise<unknown>) => Promise<boolean> {
  return useActSaying(explainConference)
}
