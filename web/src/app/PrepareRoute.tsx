import { plural } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { Suspense } from "react"
import { useParams } from "react-router"
import { eventRoomQuery } from "../features/conference"
import { DocumentsCard, documentsQuery } from "../features/documents"
import { type PrepareItem, PreparePage } from "../features/events/PreparePage"
import { PreparedPolls, pollsQuery } from "../features/polls"
import type { Id } from "../live"
import { useChoosable } from "./choosable"

/** What those who lead an event make ready before it (S6). What other features have ready stands in `more`. */
export default function PrepareRoute() {
  const { event = "" } = useParams()
  const { data: room } = useQuery(eventRoomQuery(event))
  return room ? <WithRoom conference={room.id} /> : <BeforeTheRoom />
}

function WithRoom({ conference }: { conference: Id }) {
  return <PreparePage more={[useDocuments(conference), usePolls(conference)]} />
}

/** Documents and polls lie in the room. */
function BeforeTheRoom() {
  const { t } = useLingui()
  const later = (id: string, title: string): PrepareItem => ({
    id,
    title,
    detail: t`When the room is open`,
    ready: false,
    content: (
      <p>
        <Trans>You can begin when the room opens for you, a day before the event.</Trans>
      </p>
    ),
  })
  return <PreparePage more={[later("documents", t`Documents`), later("polls", t`Polls`)]} />
}

function useDocuments(conference: Id): PrepareItem {
  const { t } = useLingui()
  const { data } = useQuery(documentsQuery(conference))
  const number = data?.documents.length ?? 0
  return {
    id: "documents",
    title: t`Documents`,
    detail: number ? t`${plural(number, { one: "# document", other: "# documents" })}` : t`No document yet`,
    ready: number > 0,
    bare: true,
    content: (
      <Suspense>
        <DocumentsCard conference={conference} />
      </Suspense>
    ),
  }
}

function usePolls(conference: Id): PrepareItem {
  const { t } = useLingui()
  const { data } = useQuery(pollsQuery(conference))
  const documents = useChoosable(conference, true)
  const drafts = data?.polls.filter(({ state }) => state === "draft").length ?? 0
  return {
    id: "polls",
    title: t`Polls`,
    detail: t`${plural(drafts, { 0: "None is prepared", one: "# is prepared", other: "# are prepared" })}`,
    ready: drafts > 0,
    content: <PreparedPolls conference={conference} documents={documents} />,
  }
}
