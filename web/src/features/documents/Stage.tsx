import { useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { useEffect, useRef } from "react"
import type { DocumentPages, Id, Slides } from "../../live"
import { Button, Icon, IconButton, Skeleton } from "../../ui"
import { originalOf, pagesQuery } from "./api"
import { Overview } from "./Overview"
import { usePrefetch } from "./prefetch"
import { Sheet } from "./Sheet"
import styles from "./stage.module.css"
import { Tools, useTools } from "./Tools"
import { keyToPage, useTurning } from "./turning"

export interface StageProps {
  conference: Id
  slides: Slides
  presents: boolean
  /** Pages that have a poll. */
  marked: ReadonlySet<number>
}

/** The page that everybody sees. Who presents turns it for all; the others may look at another one by themselves. */
export function Stage({ conference, slides, presents, marked }: StageProps) {
  const { data } = useQuery(pagesQuery(conference, slides.document))
  if (!data) {
    return (
      <div className={styles.stage}>
        <Skeleton lines={5} />
      </div>
    )
  }
  return <Shown key={data.id} {...{ conference, slides, presents, marked }} document={data} />
}

function Shown({ conference, slides, presents, marked, document }: StageProps & { document: DocumentPages }) {
  const { t } = useLingui()
  const { pages, title } = document
  const { shown, turn, away, back } = useTurning(conference, slides, presents)
  const tools = useTools(conference)
  const root = useRef<HTMLDivElement>(null)
  const all = pages.length
  useKeys(presents ? null : root, shown, all, turn)
  const page = pages[Math.min(shown, all) - 1]
  const onLoaded = usePrefetch(conference, document, shown)
  if (!page) return null
  const presenters = slides.page
  return (
    <div className={styles.stage} ref={root} data-page={shown}>
      <Sheet
        key={page.id}
        {...{ conference, page, onLoaded }}
        document={document.id}
        drawings={slides.drawings}
        words={page.text ? t`Page ${shown} of ${all}: ${page.text}` : t`Page ${shown} of ${all}`}
        tools={presents ? tools : null}
      />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form's */}
      <div className={styles.bar} role="group" aria-label={t`Slides: ${title}`}>
        <div className={styles.turns}>
          <IconButton
            icon="caret-left"
            label={t`Page before`}
            isDisabled={shown <= 1}
            onPress={() => turn(shown - 1)}
          />
          <Overview {...{ conference, document, shown, turn, marked }} />
          <IconButton
            icon="caret-right"
            label={t`Next page`}
            isDisabled={shown >= all}
            onPress={() => turn(shown + 1)}
          />
        </div>
        {away && (
          <Button look="bright" size="small" icon="presentation-chart" onPress={back}>
            {t`Back to the presenter, page ${presenters}`}
          </Button>
        )}
        {presents && <Tools {...tools} page={page.id} />}
        {document.downloadable && (
          <a
            className={styles.save}
            href={originalOf(conference, document.id)}
            download
            aria-label={t`Save the document`}
          >
            <Icon name="download-simple" />
          </a>
        )}
      </div>
      <p className="sr" aria-live="polite">
        {t`Page ${shown} of ${all}`}
      </p>
    </div>
  )
}

/** Arrows, page keys, Home and End: everywhere for who presents (a clicker sends them), inside the slides for others. */
function useKeys(
  inside: React.RefObject<HTMLElement | null> | null,
  shown: number,
  all: number,
  turn: (page: number) => void,
) {
  useEffect(() => {
    const listens: HTMLElement = inside?.current ?? window.document.body
    const hear = (event: KeyboardEvent) => {
      const page = keyToPage(event, shown, all)
      if (page === null) return
      event.preventDefault()
      turn(page)
    }
    listens.addEventListener("keydown", hear)
    return () => listens.removeEventListener("keydown", hear)
  }, [inside, shown, all, turn])
}
