import { useLingui } from "@lingui/react/macro"
import { useState } from "react"
import { Button, Tag, toasts, useAct } from "../../ui"
import { copy } from "./api"
import { Ballot, WhoKnows } from "./Ballot"
import { Bars } from "./Bars"
import { Choices } from "./Choices"
import styles from "./polls.module.css"
import type { LivePolls, PollHere } from "./store"
import { explainPoll } from "./words"

/** A poll that was opened. */
export function PollCard({ poll, polls, leads }: { poll: PollHere; polls: LivePolls; leads: boolean }) {
  const { t } = useLingui()
  const open = poll.state === "open"
  return (
    <article className={styles.card} data-open={open || undefined} aria-labelledby={`poll-${poll.id}`}>
      <header>
        <h3 id={`poll-${poll.id}`}>
          <bdi>{poll.question}</bdi>
        </h3>
        <State state={poll.state} />
      </header>
      {(open || leads) && <WhoKnows anonymous={poll.anonymous} />}
      {open && (!leads || poll.yours) && <Ballot poll={poll} polls={polls} />}
      {poll.state === "closed" && !leads && (
        <p className={styles.note}>{t`It is closed. Those who lead decide when all see what came out.`}</p>
      )}
      {poll.results && <Bars poll={poll} chosen={poll.chosen} />}
      {open && leads && !poll.yours && <AnswerToo poll={poll} polls={polls} />}
      {leads && <Tools poll={poll} polls={polls} />}
    </article>
  )
}

function State({ state }: { state: PollHere["state"] }) {
  const { t } = useLingui()
  if (state === "open") return <Tag kind="ok">{t`Open now`}</Tag>
  return <Tag>{state === "closed" ? t`Closed` : t`Shown`}</Tag>
}

/** Whoever leads sees the bars first, and may answer as everybody else. */
function AnswerToo({ poll, polls }: { poll: PollHere; polls: LivePolls }) {
  const { t } = useLingui()
  const [answering, setAnswering] = useState(false)
  if (answering) return <Ballot poll={poll} polls={polls} />
  return (
    <Button look="quiet" size="small" onPress={() => setAnswering(true)}>{t`Answer it yourself, too`}</Button>
  )
}

function Tools({ poll, polls }: { poll: PollHere; polls: LivePolls }) {
  const { t } = useLingui()
  const act = useAct(explainPoll)
  const [asking, setAsking] = useState(false)
  const again = async () => {
    if (await act(() => copy(polls.id, poll.id))) toasts.say(t`A copy is among the drafts.`)
  }
  return (
    <div className={styles.tools}>
      {poll.state === "open" && (
        <Button size="small" look="main" onPress={() => void act(() => polls.move(poll.id, "closed"))}>
          {t`Close the poll`}
        </Button>
      )}
      {poll.state === "closed" && (
        <Button size="small" look="main" onPress={() => void act(() => polls.move(poll.id, "shown"))}>
          {t`Show the results to all`}
        </Button>
      )}
      {!poll.anonymous && (
        <Button size="small" onPress={() => setAsking(true)}>
          {t`Who chose what`}
        </Button>
      )}
      <Button size="small" icon="copy" onPress={() => void again()}>
        {t`Ask again`}
      </Button>
      <Choices poll={poll} conference={polls.id} open={asking} onClose={() => setAsking(false)} />
    </div>
  )
}
