import { queryOptions } from "@tanstack/react-query"
import { ask, type ConferenceList } from "../../live"
import { spacesQuery } from "../spaces"

export { spacesQuery }

/** Conferences of all one's spaces on one's own calendar day, and what still runs. */
export const conferencesTodayQuery = queryOptions({
  queryKey: ["conferences", "today"],
  queryFn: () => ask<ConferenceList>("GET", "/api/conferences/today"),
  refetchInterval: 60_000,
})
