import { lazy } from "react"

export { materialAddress } from "./addresses"

export const MaterialPicker = lazy(() => import("./Picker"))
