import { useLingui } from "@lingui/react/macro"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import type { Id } from "../../live"
import { Button, Skeleton } from "../../ui"
import { pollsQuery } from "./api"
import { type Desk, Drafts, type PagesToChoose } from "./Drafts"
import { PollForm } from "./PollForm"
import styles from "./polls.module.css"

/** Somebody else who leads may prepare as well. */
const LOOK_AGAIN_MS = 10_000

/** The drafts of a conference before one goes in. */
export function PreparedPolls({
  conference,
  documents,
}: {
  conference: Id
  documents: readonly PagesToChoose[] | undefined
}) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const { data } = useQuery({ ...pollsQuery(conference), refetchInterval: LOOK_AGAIN_MS })
  const [making, setMaking] = useState(false)
  const { queryKey } = pollsQuery(conference)
  const desk: Desk = {
    conference,
    onChanged: () => void queries.invalidateQueries({ queryKey }),
    documents,
  }
  const drafts = data?.polls.filter(({ state }) => state === "draft") ?? []
  return (
    <div className={styles.prepared}>
      <p>{t`A question to everybody, with answers to choose from. In the room you open it with one tap.`}</p>
      {data ? drafts.length > 0 && <Drafts drafts={drafts} desk={desk} /> : <Skeleton lines={2} />}
      <Button icon="plus" onPress={() => setMaking(true)}>
        {t`New poll`}
      </Button>
      <PollForm desk={desk} open={making} onClose={() => setMaking(false)} />
    </div>
  )
}
