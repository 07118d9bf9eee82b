import { lazy } from "react"

export { checksQuery } from "./api"
export const ChecksCard = lazy(() => import("./ChecksCard").then((all) => ({ default: all.ChecksCard })))
export const CheckPage = lazy(() => import("./CheckPage").then((all) => ({ default: all.CheckPage })))
