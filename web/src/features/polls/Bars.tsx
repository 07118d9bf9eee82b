import { plural } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import type { Id, Poll } from "../../live"
import { Icon, ShareBar } from "../../ui"
import styles from "./polls.module.css"
import { percent } from "./store"

/** The bars of a poll, each with its words and its number; what one chose oneself is marked. */
export function Bars({ poll, chosen = [] }: { poll: Poll; chosen?: readonly Id[] }) {
  const { t } = useLingui()
  const { results } = poll
  if (!results) return null
  const { answered, votes } = results
  return (
    <>
      <ul className={styles.bars}>
        {poll.options.map(({ id, text }, place) => {
          const count = votes[place] ?? 0
          const share = percent(count, answered)
          return (
            <li key={id}>
              <span className={styles.option}>
                {chosen.includes(id) && (
                  <>
                    <Icon name="check-bold" />
                    <span className="sr">{t`Your answer`}</span>
                  </>
                )}
                <bdi>{text}</bdi>
              </span>
              <span className={styles.number}>
                {t`${plural(count, { one: "# vote", other: "# votes" })}, ${share} %`}
              </span>
              <ShareBar share={answered === 0 ? 0 : count / answered} />
            </li>
          )
        })}
      </ul>
      <p className={styles.note}>
        {t`${plural(answered, { 0: "Nobody has answered yet.", one: "# person has answered.", other: "# people have answered." })}`}
      </p>
    </>
  )
}
