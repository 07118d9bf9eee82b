import { useLingui } from "@lingui/react/macro"
import type { Removed } from "../../live"
import { Clock, classes, Tag, Time } from "../../ui"
import card from "../../ui/Card.module.css"
import styles from "./report.module.css"

/** Who was taken out, when, by whom and why. */
export function RemovalsCard({ removals }: { removals: readonly Removed[] }) {
  const { t } = useLingui()
  return (
    <section className={classes(card.card, card.pad, styles.removals)}>
      <h2>{t`Taken out`}</h2>
      {removals.length === 0 && <p>{t`Nobody.`}</p>}
      <ul>
        {removals.map(({ person, reason, at, by, banned, until }) => (
          <li key={`${person.id} ${at}`}>
            <bdi>
              <b>{person.name}</b>
            </bdi>{" "}
            {banned && <Tag kind="bad">{t`Banned`}</Tag>}
            {until && (
              <small>
                {t`until`} <Time start={until} />
              </small>
            )}
            <small>
              <Clock at={at} /> · {reason ? t`by ${by}: ${reason}` : t`by ${by}`}
            </small>
          </li>
        ))}
      </ul>
    </section>
  )
}
