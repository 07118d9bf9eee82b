import { useQuery } from "@tanstack/react-query"
import { documentsQuery } from "../features/documents"
import type { PagesToChoose } from "../features/polls"
import type { Id } from "../live"

/** The documents to whose pages whoever leads may tie a poll; undefined while nobody knows. */
export function useChoosable(conference: Id, leads: boolean): PagesToChoose[] | undefined {
  const { data } = useQuery({ ...documentsQuery(conference), enabled: leads })
  return data?.documents
    .filter(({ state, pages_done }) => state === "ready" && pages_done > 0)
    .map(({ id, title, pages_done }) => ({ id, title, pages: pages_done }))
}
