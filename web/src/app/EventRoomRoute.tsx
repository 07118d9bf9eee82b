import { useQuery } from "@tanstack/react-query"
import { useParams } from "react-router"
import { EventRoomDoor, EventRoomPage, eventRoomQuery } from "../features/conference"
import { useFollowedSpace } from "../features/spaces"
import { FACES, RoomParts } from "./RoomParts"

/** The room of an event; before its doors open, when they do. */
export default function EventRoomRoute() {
  const { event = "" } = useParams()
  const { data, error } = useQuery(eventRoomQuery(event))
  useFollowedSpace(data?.space)
  if (!data) return <EventRoomDoor event={event} error={error} />
  return (
    <RoomParts space={{ id: data.space, slug: data.space_slug }}>
      {(onReport) => <EventRoomPage summary={data} {...FACES} onReport={onReport} />}
    </RoomParts>
  )
}
