import { plural } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { type ReactNode, Suspense } from "react"
import { useParams } from "react-router"
import { eventRoomQuery } from "../features/conference"
import { AsParticipant, useRoomItems } from "../features/conference/preparing"
import { DocumentsCard, documentsQuery } from "../features/documents"
import { eventQuery } from "../features/events/api"
import { type PrepareItem, PreparePage } from "../features/events/PreparePage"
import { ChecksCard, checksQuery } from "../features/network"
import { PreparedPolls, pollsQuery } from "../features/polls"
import type { ConferenceSummary, Id } from "../live"
import { useChoosable } from "./choosable"

/** What those who lead an event make ready before it (S6). What other features have ready stands in `more`. */
export default function PrepareRoute() {
  const { event = "" } = useParams()
  const { data: room } = useQuery(eventRoomQuery(event))
  return room ? <WithRoom event={event} room={room} /> : <BeforeTheRoom event={event} />
}

function WithRoom({ event, room }: { event: Id; room: ConferenceSummary }) {
  const conference = room.id
  const [documents, files] = useDocuments(conference)
  const [polls, prepared] = usePolls(conference)
  const [rules, recording, rehearsal] = useRoomItems(conference, event)
  const networks = useNetworks(room.space, event)
  const more = [documents, polls, rules, recording, networks, rehearsal]
  return (
    <PreparePage
      more={more.flatMap((one) => one ?? [])}
      aside={<AsParticipant conference={conference} documents={files} polls={prepared} />}
    />
  )
}

/** Documents and polls lie in the room; the schools' networks can be tried as soon as somebody takes part. */
function BeforeTheRoom({ event }: { event: Id }) {
  const { t } = useLingui()
  const { data } = useQuery(eventQuery(event))
  const networks = useNetworks(data?.space ?? null, event)
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
  return (
    <PreparePage
      more={[
        later("documents", t`Documents`),
        later("polls", t`Polls`),
        later("rules", t`What participants may do`),
        later("recording", t`Recording`),
        ...(networks ? [networks] : []),
        later("rehearsal", t`Rehearsal`),
      ]}
    />
  )
}

type Files = { id: Id; title: string; downloadable: boolean }[]

function useDocuments(conference: Id): [PrepareItem, Files] {
  const { t } = useLingui()
  const { data } = useQuery(documentsQuery(conference))
  const all = data?.documents ?? []
  const number = all.length
  const pages = all.reduce((sum, { pages_done }) => sum + pages_done, 0)
  const drawn = all.every(({ state }) => state === "ready")
  const documents = plural(number, { one: "# document", other: "# documents" })
  const rendered = plural(pages, { one: "# page is ready", other: "# pages are ready" })
  const item = {
    id: "documents",
    title: t`Documents`,
    detail: number ? t`${documents}, ${rendered}` : t`No document yet`,
    ready: number > 0 && drawn,
    bare: true,
    content: (
      <Suspense>
        <DocumentsCard conference={conference} />
      </Suspense>
    ),
  }
  return [item, all]
}

function usePolls(conference: Id): [PrepareItem, number] {
  const { t } = useLingui()
  const { data } = useQuery(pollsQuery(conference))
  const documents = useChoosable(conference, true)
  const drafts = data?.polls.filter(({ state }) => state === "draft").length ?? 0
  const item = {
    id: "polls",
    title: t`Polls`,
    detail: t`${plural(drafts, { 0: "None is prepared", one: "# is prepared", other: "# are prepared" })}`,
    ready: drafts > 0,
    content: <PreparedPolls conference={conference} documents={documents} />,
  }
  return [item, drafts]
}

/** What the schools' networks carry, tried ahead by whoever joined. */
function useNetworks(space: Id | null, event: Id): PrepareItem | null {
  const { t } = useLingui()
  const { data } = useQuery({ ...checksQuery(space ?? ""), enabled: space !== null })
  if (space === null) return null
  const number = data?.checks.length ?? 0
  const content: ReactNode = (
    <Suspense>
      <ChecksCard space={space} link={`/events/${event}/check`} />
    </Suspense>
  )
  return {
    id: "networks",
    title: t`The schools’ networks`,
    detail: t`${plural(number, { 0: "No school has checked yet", one: "# school has checked", other: "# schools have checked" })}`,
    ready: number > 0,
    bare: true,
    content,
  }
}
