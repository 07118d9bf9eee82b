import { ReportPage } from "../features/report"
import { useSpace } from "../features/spaces"

/** What is left of a conference, under the space it took place in. */
export default function ReportRoute() {
  return <ReportPage back={`/t/${useSpace().slug}/live`} />
}
