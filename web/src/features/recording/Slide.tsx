import { useLingui } from "@lingui/react/macro"
import { type RefObject, useState } from "react"
import type { Id, Recording } from "../../live"
import { pictureOf } from "./api"
import styles from "./recording.module.css"
import { useTime } from "./useTime"
import { currentSlide } from "./words"

interface SlideProps {
  recording: Recording
  player: RefObject<HTMLVideoElement | null>
}

/** The page that was on stage at this moment of the film, as long as its document is kept. */
export function Slide({ recording, player }: SlideProps) {
  const { t } = useLingui()
  const [gone, setGone] = useState<Id>()
  const slide = currentSlide(recording.chapters, useTime(player))
  if (!slide?.picture || slide.picture === gone) return null
  const { picture, title, page } = slide
  return (
    <figure className={styles.slide}>
      <img
        src={pictureOf(recording, picture)}
        alt={t`Page ${page} of ${title}`}
        onError={() => setGone(picture)}
      />
      <figcaption>
        <bdi>{title}</bdi> · {t`Page ${page}`}
      </figcaption>
    </figure>
  )
}
