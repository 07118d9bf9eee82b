import { useLingui } from "@lingui/react/macro"
import { Flag, ShareBar } from "../../ui"
import { useView } from "./context"
import styles from "./rail.module.css"
import { talkClock, talkShares, withQuietSchools } from "./talk"

/** Who spoke how long, by school: so that a quiet school is seen. */
export function Balance() {
  const { t } = useLingui()
  const { talk, participants } = useView()
  if (talk.every(({ seconds }) => seconds === 0)) return null
  return (
    <section className={styles.balance}>
      <h2>{t`Talk time by school`}</h2>
      <ul>
        {talkShares(withQuietSchools(talk, participants)).map(({ school, country, seconds, share }) => (
          <li key={school ?? ""}>
            <span className={styles.school}>
              {country && <Flag country={country} code={false} size="s" />}
              <bdi>{school ?? t`Guests`}</bdi>
            </span>
            <ShareBar share={share} />
            <span className={styles.clock}>{talkClock(seconds)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
