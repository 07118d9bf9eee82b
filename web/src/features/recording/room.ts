import type { RecordingMark, YourRecording } from "../../live"

/** What the room tells of recording, and what can be asked of it. */
export interface InRoom {
  /** The recording that runs. */
  mark: RecordingMark | null
  yours: YourRecording
  isPupil: boolean
  /** An event's, in which there are no pupils. */
  event: boolean
  /** How many people are inside, and how many of them are in the recording. */
  inside: number
  recorded: number
  /** Octets on the server: 0 before Record. */
  stored: number
  /** Why the last one ended by itself. */
  failure: string | null
  onRecord: (on: boolean) => void
  onAnswer: (agree: boolean) => void
}
