import { useLingui } from "@lingui/react/macro"
import { useState, useSyncExternalStore } from "react"
import { Button, Empty, useKeptFocus } from "../../ui"
import { type Desk, Drafts, type PagesToChoose } from "./Drafts"
import { PollCard } from "./PollCard"
import { PollForm } from "./PollForm"
import styles from "./polls.module.css"
import type { LivePolls } from "./store"

export interface PollsProps {
  polls: LivePolls
  leads: boolean
  /** For those who lead. */
  documents: readonly PagesToChoose[] | undefined
}

/** All polls of a conference: what is open, what came out, and for those who lead what is prepared. */
export function Polls({ polls, leads, documents }: PollsProps) {
  const { t } = useLingui()
  const all = useSyncExternalStore(polls.subscribe, polls.read)
  const kept = useKeptFocus()
  const [making, setMaking] = useState(false)
  const desk: Desk = { conference: polls.id, open: (poll) => polls.move(poll, "open"), documents }
  const asked = all.filter(({ state }) => state !== "draft")
  const drafts = all.filter(({ state }) => state === "draft")
  return (
    <div className={styles.polls} {...kept}>
      {leads && (
        <Button icon="plus" onPress={() => setMaking(true)}>
          {t`New poll`}
        </Button>
      )}
      {all.length === 0 && (
        <Empty title={t`No polls yet`}>
          {leads
            ? t`Prepare a question with its answers, and open it with one tap.`
            : t`When somebody asks all of you something, you answer here.`}
        </Empty>
      )}
      {asked.map((poll) => (
        <PollCard key={poll.id} poll={poll} polls={polls} leads={leads} />
      ))}
      {leads && drafts.length > 0 && <Drafts drafts={drafts} desk={desk} />}
      <PollForm desk={desk} open={making} onClose={() => setMaking(false)} />
    </div>
  )
}
