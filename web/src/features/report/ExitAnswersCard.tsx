import { plural } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import type { ExitAnswers } from "../../live"
import { classes, Icon, type IconName, ShareBar } from "../../ui"
import card from "../../ui/Card.module.css"
import styles from "./report.module.css"
import { shareOf } from "./talk"

/** What pupils answered at the way out: how many gave each answer, never who. */
export function ExitAnswersCard({ answers }: { answers: ExitAnswers }) {
  const { t } = useLingui()
  const { well, partly, not_well } = answers
  const given = well + partly + not_well
  const rows: [IconName, string, number][] = [
    ["smiley-fill", t`Yes, well`, well],
    ["smiley-meh-fill", t`Partly`, partly],
    ["smiley-sad-fill", t`Not so well`, not_well],
  ]
  return (
    <section className={classes(card.card, card.pad, styles.answers)}>
      <h2>{t`Could you follow the conference?`}</h2>
      <p>
        {t`${plural(given, { 0: "No pupil has answered yet.", one: "# pupil has answered.", other: "# pupils have answered." })}`}
      </p>
      {given > 0 && (
        <ul>
          {rows.map(([icon, words, number]) => (
            <li key={words}>
              <Icon name={icon} />
              <span>{words}</span>
              <ShareBar share={shareOf(number, given)} />
              <b>{number}</b>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
