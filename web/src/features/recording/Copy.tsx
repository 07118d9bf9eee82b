import { useLingui } from "@lingui/react/macro"
import type { Recording } from "../../live"
import { Banner, Button, classes, Icon } from "../../ui"
import card from "../../ui/Card.module.css"
import { filmOf } from "./api"
import styles from "./recording.module.css"
import { useDeed } from "./useDeed"

/** The film once more as MP4: older telephones and some programs know nothing else. */
export function Copy({ recording }: { recording: Recording }) {
  const { t } = useLingui()
  const { act, busy, deed } = useDeed(recording)
  const { mp4, mp4_progress } = recording
  return (
    <section className={classes(card.card, card.pad, styles.part)}>
      <h2>{t`For other players`}</h2>
      <p>{t`The film is WebM, which today's browsers play. Older iPhones and some programs ask for MP4.`}</p>
      {mp4 === "asked" && (
        <Banner kind="hold" alert="politely">{t`The MP4 is being made: ${mp4_progress} %.`}</Banner>
      )}
      {mp4 === "failed" && <Banner kind="bad">{t`No MP4 could be made.`}</Banner>}
      <div className={styles.buttons}>
        {mp4 === "ready" ? (
          <a className={styles.save} href={filmOf(recording, "mp4")} download={`${recording.title}.mp4`}>
            <Icon name="download-simple" />
            {t`Save the MP4 on this device`}
          </a>
        ) : (
          <Button isDisabled={busy || mp4 === "asked"} onPress={() => void act(() => deed.askForMp4())}>
            {t`Make an MP4`}
          </Button>
        )}
      </div>
    </section>
  )
}
