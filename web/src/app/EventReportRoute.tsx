import { Trans, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { useParams } from "react-router"
import { eventRoomQuery } from "../features/conference"
import { RecordingsCard } from "../features/recording"
import { ReportPage } from "../features/report"
import { ButtonLink, Empty, explain, Skeleton } from "../ui"

/** Who was in the room of an event, for those who led it. */
export default function EventReportRoute() {
  const { i18n } = useLingui()
  const { event = "" } = useParams()
  const { data, error } = useQuery(eventRoomQuery(event))
  if (data)
    return (
      <ReportPage
        conference={data.id}
        back={`/events/${event}`}
        recordings={<RecordingsCard conference={data.id} />}
        event
      />
    )
  if (!error) return <Skeleton lines={6} />
  return (
    <Empty
      title={explain(i18n, error)}
      action={
        <ButtonLink to={`/events/${event}`}>
          <Trans>Back to the event</Trans>
        </ButtonLink>
      }
    />
  )
}
