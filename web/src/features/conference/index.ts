import { lazy } from "react"

/** The conference with all its media code is loaded when somebody goes to its door, not before. */
export const ConferencePage = lazy(() =>
  import("./ConferencePage").then((module) => ({ default: module.ConferencePage })),
)
export const EventRoomPage = lazy(() =>
  import("./ConferencePage").then((module) => ({ default: module.EventRoomPage })),
)
export type { Beside, BesideProps, MakeBeside } from "./beside"
export type { SlidesFace } from "./context"
export { EventRoomDoor, eventRoomQuery } from "./EventRoomDoor"
export type { RecordingFaces } from "./recording"
export type { ChatFace } from "./SideChat"
