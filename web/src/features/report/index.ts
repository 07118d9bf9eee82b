import { lazy } from "react"

export const ReportPage = lazy(() => import("./ReportPage").then((all) => ({ default: all.ReportPage })))
