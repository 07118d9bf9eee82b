import { useQuery } from "@tanstack/react-query"
import { useSearchParams } from "react-router"
import { CheckPage } from "../features/network"
import { conferencesQuery, isTeacherRole, nextOf, useSpace } from "../features/spaces"

/** The network check of a space, for the conference that the link names or for the next one. */
export default function CheckRoute() {
  const { id, role } = useSpace()
  const [search] = useSearchParams()
  const { data } = useQuery(conferencesQuery(id))
  const conference = search.get("conference") ?? nextOf(data?.conferences ?? [])?.id ?? null
  return <CheckPage space={id} conference={conference} teacher={isTeacherRole(role)} />
}
