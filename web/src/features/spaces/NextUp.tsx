import { Trans, useLingui } from "@lingui/react/macro"
import type { ConferenceSummary } from "../../live"
import { ButtonLink, Time } from "../../ui"
import { ConferenceRing } from "./ConferenceRing"
import { isRunning } from "./conferences"
import styles from "./NextUp.module.css"

/** The next conference in a few words, beside the chat. */
export function NextUp({ conference, slug }: { conference: ConferenceSummary; slug: string }) {
  const { t } = useLingui()
  const running = isRunning(conference)
  return (
    <section className={styles.next} aria-label={running ? t`Running now` : t`Next conference`}>
      <div className={styles.head}>
        <ConferenceRing conference={conference} small />
        <b>
          <bdi>{conference.title}</bdi>
        </b>
      </div>
      <p>
        {running && (
          <>
            <Trans>Running now:</Trans>{" "}
          </>
        )}
        <Time start={conference.starts_at} end={conference.ends_at} />
      </p>
      <ButtonLink to={`/t/${slug}/conference/${conference.id}`} look="bright" size="small">
        {running ? t`Join` : t`Get ready`}
      </ButtonLink>
    </section>
  )
}
