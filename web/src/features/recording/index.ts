import { lazy } from "react"

/** The film of a recording, and what whoever recorded it decides: loaded when somebody opens it. */
export const WatchPage = lazy(() => import("./WatchPage").then((all) => ({ default: all.WatchPage })))
export const RecordingsCard = lazy(() =>
  import("./RecordingsCard").then((all) => ({ default: all.RecordingsCard })),
)
export const EventRecordings = lazy(() =>
  import("./EventRecordings").then((all) => ({ default: all.EventRecordings })),
)
export { BeforeRecording } from "./BeforeRecording"
export { RecordButton } from "./RecordButton"
export { RecordingNotice } from "./RecordingNotice"
