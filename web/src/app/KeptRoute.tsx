import { useQuery } from "@tanstack/react-query"
import { useParams } from "react-router"
import { KeptPage } from "../features/pages"
import { isTeacherRole, roomsQuery, useSpace } from "../features/spaces"

const NONE: never[] = []

/** What is kept from the chatrooms of the space, and for its teachers what leaves them soon. */
export default function KeptRoute() {
  const space = useSpace()
  const { room } = useParams()
  const teacher = isTeacherRole(space.role)
  const { data } = useQuery({ ...roomsQuery(space.id), enabled: teacher })
  return <KeptPage key={room} space={space} rooms={teacher ? (data?.rooms ?? NONE) : NONE} room={room} />
}
