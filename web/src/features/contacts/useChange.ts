import { useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import type { ContactList } from "../../live"
import { explain, useAct } from "../../ui"
import { contactsQuery } from "./api"

/** Changes something about contacts; what is refused is said, and the list asked for again. */
export function useChange(): [busy: boolean, change: (how: () => Promise<ContactList>) => Promise<boolean>] {
  const queries = useQueryClient()
  const act = useAct(explain)
  const [busy, setBusy] = useState(false)
  async function change(how: () => Promise<ContactList>) {
    setBusy(true)
    const done = await act(async () => queries.setQueryData(contactsQuery.queryKey, await how()))
    if (!done) await queries.invalidateQueries(contactsQuery)
    setBusy(false)
    return done
  }
  return [busy, change]
}
