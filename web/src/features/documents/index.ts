import { lazy } from "react"

/** The page on stage, and all documents of a conference: loaded with the first of them. */
export const SlidesStage = lazy(() => import("./Stage").then((module) => ({ default: module.Stage })))
export const DocumentsDialog = lazy(() =>
  import("./DocumentsDialog").then((module) => ({ default: module.DocumentsDialog })),
)
/** All documents of a conference, for a page that prepares it. */
export const DocumentsCard = lazy(() =>
  import("./DocumentsCard").then((module) => ({ default: module.DocumentsCard })),
)
export { documentsQuery } from "./api"
