import { lazy } from "react"

/** The conference with all its media code is loaded when somebody goes to its door, not before. */
export const ConferencePage = lazy(() =>
  import("./ConferencePage").then((module) => ({ default: module.ConferencePage })),
)
export type { Beside, BesideProps, MakeBeside } from "./beside"
export type { SlidesFace } from "./context"
export type { ChatFace } from "./SideChat"
