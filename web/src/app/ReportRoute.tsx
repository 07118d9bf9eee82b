import { useParams } from "react-router"
import { RecordingsCard } from "../features/recording"
import { ReportPage } from "../features/report"
import { useSpace } from "../features/spaces"

/** What is left of a conference, under the space it took place in. */
export default function ReportRoute() {
  const { conference = "" } = useParams()
  return (
    <ReportPage
      conference={conference}
      back={`/t/${useSpace().slug}/live`}
      recordings={<RecordingsCard conference={conference} />}
    />
  )
}
