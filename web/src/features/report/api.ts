import { queryOptions } from "@tanstack/react-query"
import { ask, type ConferenceReport, type Id } from "../../live"

/** What is left of a conference for the teachers of its space. */
export const reportQuery = (conference: Id) =>
  queryOptions({
    queryKey: ["report", conference],
    queryFn: () =>
      ask<ConferenceReport>("GET", "/api/conferences/{conference}/report", { path: { conference } }),
  })
