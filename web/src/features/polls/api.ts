import { queryOptions } from "@tanstack/react-query"
import { ask, type Id, type Poll, type PollChoices, type PollList, type WritePoll } from "../../live"

const POLLS = "/api/conferences/{conference}/polls"
const POLL = `${POLLS}/{poll}`

/** All polls, for those who lead; before the room nothing tells of changes. */
export const pollsQuery = (conference: Id) =>
  queryOptions({
    queryKey: ["polls", conference],
    queryFn: () => list(conference),
  })

export const list = (conference: Id) => ask<PollList>("GET", POLLS, { path: { conference } })

export const make = (conference: Id, body: WritePoll) =>
  ask<Poll>("POST", POLLS, { path: { conference }, body })

export const edit = (conference: Id, poll: Id, body: WritePoll) =>
  ask<Poll>("PUT", POLL, { path: { conference, poll }, body })

export const copy = (conference: Id, poll: Id) =>
  ask<Poll>("POST", `${POLL}/copy`, { path: { conference, poll } })

export const remove = (conference: Id, poll: Id) => ask<null>("DELETE", POLL, { path: { conference, poll } })

/** All drafts in their new order. */
export const order = (conference: Id, polls: Id[]) =>
  ask<PollList>("PUT", POLLS, { path: { conference }, body: { polls } })

export const choices = (conference: Id, poll: Id) =>
  ask<PollChoices>("GET", `${POLL}/choices`, { path: { conference, poll } })
