import { useLingui } from "@lingui/react/macro"
import { useState, useSyncExternalStore } from "react"
import type { Id, Slides } from "../../live"
import { Banner, Button, IconButton, useAct } from "../../ui"
import styles from "./polls.module.css"
import { draftsOf, type LivePolls } from "./store"
import { explainPoll } from "./words"

export interface PageOfferProps {
  polls: LivePolls
  slides: Slides | null
  /** It is open now: its bars are worth a look. */
  onOpened: () => void
}

/** Offers whoever leads to open the poll of the page on stage, with one tap. */
export function PageOffer({ polls, slides, onOpened }: PageOfferProps) {
  const { t } = useLingui()
  const act = useAct(explainPoll)
  const all = useSyncExternalStore(polls.subscribe, polls.read)
  const [later, setLater] = useState<readonly Id[]>([])
  const [opening, setOpening] = useState(false)
  const next = draftsOf(all, slides).find(({ id }) => !later.includes(id))
  if (!next) return null
  const { id, question } = next
  const open = async () => {
    setOpening(true)
    if (await act(() => polls.move(id, "open"))) onOpened()
    setOpening(false)
  }
  return (
    <Banner
      kind="info"
      icon="chart-bar"
      alert="politely"
      action={
        <span className={styles.offer}>
          <Button
            size="small"
            look="main"
            isPending={opening}
            aria-label={t`Open the poll: ${question}`}
            onPress={() => void open()}
          >
            {t`Open it`}
          </Button>
          <IconButton small icon="x" label={t`Not now`} onPress={() => setLater([...later, id])} />
        </span>
      }
    >
      {t`This page has a poll:`} <bdi>{question}</bdi>
    </Banner>
  )
}
