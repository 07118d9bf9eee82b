import { useQuery } from "@tanstack/react-query"
import { useParams } from "react-router"
import { eventQuery } from "../features/events/api"
import { CheckPage } from "../features/network"
import { Skeleton } from "../ui"
import { NotFoundPage } from "./NotFoundPage"

/** The network check ahead of an event, for who joined it and who leads it: whoever leads sees all schools. */
export default function EventCheckRoute() {
  const { event = "" } = useParams()
  const { data, error } = useQuery(eventQuery(event))
  if (error) return <NotFoundPage />
  if (!data) return <Skeleton lines={5} />
  const { you_are } = data.card
  if (!data.space) return <NotFoundPage />
  return (
    <CheckPage space={data.space} conference={null} teacher={you_are === "host" || you_are === "cohost"} />
  )
}
