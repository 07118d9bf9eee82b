import { useLingui } from "@lingui/react/macro"
import { useEffect, useRef, useState, useSyncExternalStore } from "react"
import { Banner, Button } from "../../ui"
import type { LivePolls } from "./store"
import { unanswered } from "./store"

/** Says once, politely, that there is something to answer, and keeps it in sight while the panel is closed. */
export function OpenPoll({ polls, shown, onShow }: { polls: LivePolls; shown: boolean; onShow: () => void }) {
  const { t } = useLingui()
  const waiting = unanswered(useSyncExternalStore(polls.subscribe, polls.read))
  const said = useRef(new Set<string>())
  const [words, setWords] = useState("")
  const newest = waiting[0]
  useEffect(() => {
    if (!newest || said.current.has(newest.id)) return
    said.current.add(newest.id)
    setWords(t`A poll is open: ${newest.question}`)
  }, [newest, t])
  return (
    <>
      <p className="sr" aria-live="polite">
        {words}
      </p>
      {newest && !shown && (
        <Banner
          kind="info"
          icon="chart-bar"
          action={
            <Button size="small" look="bright" onPress={onShow}>
              {t`Answer`}
            </Button>
          }
        >
          <bdi>{newest.question}</bdi>
        </Banner>
      )}
    </>
  )
}
