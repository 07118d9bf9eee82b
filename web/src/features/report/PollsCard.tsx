import { plural } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import type { ConferenceReport, Poll } from "../../live"
import { classes, Icon, ShareBar } from "../../ui"
import buttons from "../../ui/Button.module.css"
import card from "../../ui/Card.module.css"
import styles from "./report.module.css"
import { shareOf } from "./talk"

/** What was asked of all and how it came out; the table also says who chose what where a poll was named. */
export function PollsCard({ report }: { report: ConferenceReport }) {
  const { t } = useLingui()
  const { polls, questions } = report
  const { asked, answered } = questions
  return (
    <section className={classes(card.card, card.pad, styles.polls)}>
      <header>
        <h2>{t`Polls and questions`}</h2>
        {polls.length > 0 && (
          <a
            className={buttons.button}
            href={`/api/conferences/${report.conference}/poll-results.csv`}
            download
          >
            <Icon name="download-simple" />
            {t`Results as a table`}
          </a>
        )}
      </header>
      <p>
        {t`${plural(asked, { 0: "Nobody asked a question.", one: "# question was asked.", other: "# questions were asked." })}`}{" "}
        {asked > 0 &&
          t`${plural(answered, { 0: "None was marked as answered.", one: "# was answered.", other: "# were answered." })}`}
      </p>
      {polls.length === 0 && <p>{t`There was no poll.`}</p>}
      {polls.map((poll) => (
        <Result key={poll.id} poll={poll} />
      ))}
    </section>
  )
}

function Result({ poll }: { poll: Poll }) {
  const { t } = useLingui()
  const answered = poll.results?.answered ?? 0
  return (
    <article>
      <h3>
        <bdi>{poll.question}</bdi>
      </h3>
      <p>
        {t`${plural(answered, { 0: "Nobody answered.", one: "# person answered.", other: "# people answered." })}`}{" "}
        {poll.anonymous ? t`Anonymous.` : t`With names.`}
      </p>
      <ul>
        {poll.options.map(({ id, text }, place) => {
          const votes = poll.results?.votes[place] ?? 0
          return (
            <li key={id}>
              <bdi>{text}</bdi>
              <ShareBar share={shareOf(votes, answered)} />
              <b>{votes}</b>
            </li>
          )
        })}
      </ul>
    </article>
  )
}
