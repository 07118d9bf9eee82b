import type { ComponentType } from "react"
import type { Followed, Id, Person, Slides } from "../../live"
import type { OnReport } from "./context"

/** What something beside the stage must know of the conference that it follows. */
export interface BesideProps {
  you: Person
  leads: boolean
  /** Names of rights. */
  may: readonly string[]
  /** Why one may not write now though one may otherwise, as a code of the server; null while one may. */
  chatClosed: string | null
  /** What is on stage. */
  slides: Slides | null
  onReport: OnReport
  /** Whether the panel is open. */
  shown: boolean
  onShow: () => void
}

/** Something beside the stage that the conference knows nothing of: polls and questions. The page gives it. */
export interface Beside {
  /** Follow the conference until the returned function is called. */
  open: () => () => void
  /** How much waits for the reader; a hook. */
  useNews: (leads: boolean) => number
  /** To which pages of a document something here belongs; a hook. */
  usePages: (document: Id) => ReadonlySet<number>
  Panel: ComponentType<BesideProps>
  /** Above the stage: what one must know while the panel is closed. */
  Notice: ComponentType<BesideProps>
}

export type MakeBeside = (conference: Followed) => Beside
