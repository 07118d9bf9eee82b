import { useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import type { FilterLists } from "../../live"
import { listsQuery } from "./api"

/** Changes the lists; what came of it is on the page at once. The caller says what went wrong. */
export function useLists() {
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  async function change(work: () => Promise<FilterLists>): Promise<FilterLists> {
    setBusy(true)
    try {
      const lists = await work()
      queries.setQueryData(listsQuery.queryKey, lists)
      return lists
    } finally {
      setBusy(false)
    }
  }
  return { busy, change }
}
