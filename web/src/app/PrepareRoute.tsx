import { plural } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { useParams } from "react-router"
import { eventRoomQuery } from "../features/conference"
import { type PrepareItem, PreparePage } from "../features/events/PreparePage"
import { PreparedPolls, pollsQuery } from "../features/polls"
import type { Id } from "../live"

/** What those who lead an event make ready before it (S6). What other features have ready stands in `more`. */
export default function PrepareRoute() {
  const { event = "" } = useParams()
  const { data: room } = useQuery(eventRoomQuery(event))
  return room ? <WithRoom conference={room.id} /> : <PreparePage more={[]} />
}

function WithRoom({ conference }: { conference: Id }) {
  return <PreparePage more={[usePolls(conference)]} />
}

function usePolls(conference: Id): PrepareItem {
  const { t } = useLingui()
  const { data } = useQuery(pollsQuery(conference))
  const drafts = data?.polls.filter(({ state }) => state === "draft").length ?? 0
  return {
    id: "polls",
    title: t`Polls`,
    detail: t`${plural(drafts, { 0: "None is prepared", one: "# is prepared", other: "# are prepared" })}`,
    ready: drafts > 0,
    content: <PreparedPolls conference={conference} />,
  }
}
