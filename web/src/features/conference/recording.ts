import type { ComponentType } from "react"
import type { RecordingMark, YourRecording } from "../../live"
import { useAct, useHere, useView } from "./context"

/** What the room tells of recording, and what can be asked of it. */
export interface RecordingHere {
  mark: RecordingMark | null
  yours: YourRecording
  isPupil: boolean
  event: boolean
  inside: number
  recorded: number
  stored: number
  failure: string | null
  onRecord: (on: boolean) => void
  onAnswer: (agree: boolean) => void
}

/** What is said and asked of it before one goes in. */
export interface BeforeRecordingHere {
  running: boolean
  isPupil: boolean
  answer: boolean | null
  onAnswer: (agree: boolean) => void
}

/** How recording looks: the page gives it. */
export interface RecordingFaces {
  Before: ComponentType<BeforeRecordingHere>
  Button: ComponentType<RecordingHere>
  Notice: ComponentType<RecordingHere>
}

const NOT_YOURS: YourRecording = { refusal: "not_host", missing: 0, answer: null, written: false }

export function useRecording(): RecordingHere {
  const { conference, you, event } = useHere()
  const view = useView()
  const act = useAct()
  return {
    mark: view.recording,
    yours: view.seat?.recording ?? NOT_YOURS,
    isPupil: you.kind === "pupil",
    event: event !== null,
    inside: view.participants.length,
    recorded: view.participants.filter(({ recorded }) => recorded).length,
    stored: view.stored,
    failure: view.recordingFailure,
    onRecord: (on) => void act(() => conference.record(on)),
    onAnswer: (agree) => void act(() => conference.answerRecording(agree)),
  }
}
