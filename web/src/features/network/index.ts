import { lazy } from "react"

export const CheckPage = lazy(() => import("./CheckPage").then((all) => ({ default: all.CheckPage })))
