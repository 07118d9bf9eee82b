import { useLingui } from "@lingui/react/macro"
import type { RefObject } from "react"
import type { RecordingChapter } from "../../live"
import { Icon } from "../../ui"
import card from "../../ui/Card.module.css"
import styles from "./recording.module.css"
import { useTime } from "./useTime"
import { currentChapter, lengthText } from "./words"

interface ChaptersProps {
  chapters: RecordingChapter[]
  player: RefObject<HTMLVideoElement | null>
}

/** Pages that came on stage and polls that were opened: one press leads there. */
export function Chapters({ chapters, player }: ChaptersProps) {
  const { t } = useLingui()
  const at = useTime(player)
  if (chapters.length === 0) return null
  const current = currentChapter(chapters, at)
  const go = (seconds: number) => {
    if (player.current) player.current.currentTime = seconds
  }
  return (
    <nav className={card.card} aria-label={t`Chapters`}>
      <div className={card.head}>
        <h2>{t`Chapters`}</h2>
      </div>
      <ol className={styles.chapters}>
        {chapters.map((chapter) => {
          const { at_s, kind, page, title } = chapter
          return (
            <li key={`${at_s} ${kind}`}>
              <button
                type="button"
                aria-current={chapter === current ? "true" : undefined}
                onClick={() => go(at_s)}
              >
                <time>{lengthText(at_s)}</time>
                <Icon name={kind === "poll" ? "chart-bar" : "presentation-chart"} />
                <span>
                  <bdi>{title}</bdi>
                  {page !== null && <small>{t`Page ${page}`}</small>}
                  {kind === "poll" && <small>{t`Poll`}</small>}
                </span>
              </button>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
