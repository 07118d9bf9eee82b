import { lazy } from "react"

export const KeptPage = lazy(() => import("./KeptPage").then((all) => ({ default: all.KeptPage })))
