import { useLingui } from "@lingui/react/macro"
import { type CSSProperties, useEffect, useMemo, useRef, useState } from "react"
import { line, type Slides as OnStage, type Participant } from "../../live"
import { classes, IconButton } from "../../ui"
import type { Layout } from "./choices"
import { useChoices, useHere, useView } from "./context"
import styles from "./floor.module.css"
import {
  layoutFor,
  nextSpotlight,
  pageOf,
  SPOTLIGHT_HOLDS_MS,
  type Spotlight,
  shownOnStage,
  slidesOnStage,
  tileBudget,
  tileOrder,
  wishesFor,
} from "./stage"
import { Tile } from "./Tile"
import { presents, type View } from "./view"

/** The stage: one large picture and the others around it, or one of the two, and the pictures asked for accordingly. */
export function Floor() {
  const { t } = useLingui()
  const { media, you, weak, event } = useHere()
  const { layout: chosen, pinned } = useChoices()
  const view = useView()
  const participants = useMemo(
    () => shownOnStage(view.participants, event !== null, pinned),
    [view.participants, event, pinned],
  )
  const slides = slidesOnStage(view, pinned)
  const layout = layoutFor(chosen, participants, slides !== null)
  const speaker = useSpotlight(view, participants, pinned)
  const spotlight = layout === "tiles" || slides ? null : speaker
  const [wantedPage, setPage] = useState(0)
  const { items, page, pages } = useMemo(() => {
    const budget = tileBudget(layout, weak)
    if (budget === 0) return { items: [], page: 0, pages: 1 }
    return pageOf(tileOrder({ you: you.id, participants, speakers: [] }, spotlight), wantedPage, budget)
  }, [you.id, participants, spotlight, wantedPage, layout, weak])
  useEffect(() => {
    media.wish(wishesFor(you.id, spotlight, participants, items, weak))
  }, [media, you.id, spotlight, participants, items, weak])
  const large = participants.find(({ person }) => person.id === spotlight?.user)
  return (
    <main
      className={classes(styles.floor, shapeOf(layout, items.length))}
      style={countsOf(items.length)}
      id="main"
      aria-label={t`Stage`}
    >
      {slides && (
        <figure className={styles.slides}>
          <Slides slides={slides} presents={presents(view)} />
        </figure>
      )}
      {large && spotlight && <Tile participant={large} large source={spotlight.source} />}
      {items.map((one) => (
        <Tile key={one.person.id} participant={one} />
      ))}
      {event && participants.length === 0 && !slides && (
        // Whoever leads is on the stage.
        <p className={styles.nobody}>{t`The host is not here yet.`}</p>
      )}
      {pages > 1 && <Pager page={page} pages={pages} onTurn={setPage} />}
    </main>
  )
}

function Slides({ slides, presents }: { slides: OnStage; presents: boolean }) {
  const { conference, beside, slides: face } = useHere()
  const marked = beside.usePages(slides.document)
  return <face.Stage conference={conference.id} {...{ slides, presents, marked }} />
}

function Pager({ page, pages, onTurn }: { page: number; pages: number; onTurn: (page: number) => void }) {
  const { t } = useLingui()
  return (
    <nav className={styles.pager} aria-label={t`More people`}>
      <IconButton
        small
        icon="caret-left"
        label={t`Previous people`}
        isDisabled={page === 0}
        onPress={() => onTurn(page - 1)}
      />
      <span>
        {page + 1}/{pages}
      </span>
      <IconButton
        small
        icon="caret-right"
        label={t`Next people`}
        isDisabled={page === pages - 1}
        onPress={() => onTurn(page + 1)}
      />
    </nav>
  )
}

/** With few people the tiles stand in a column beside the large picture, with more below it, with many around its corner. */
function shapeOf(layout: Layout, tiles: number): string | undefined {
  if (layout === "tiles") return styles.wall
  if (tiles === 0) return styles.alone
  if (tiles <= 4) return styles.column
  return tiles <= 6 ? styles.below : styles.around
}

/** A wall of tiles is as square as it can be; a phone is narrow and has two in a row. */
function countsOf(tiles: number): CSSProperties {
  return { "--tiles": tiles, "--columns": Math.ceil(Math.sqrt(tiles)) } as CSSProperties
}

/** Looks again when the hold of the picture on stage is over. */
function useSpotlight(
  view: View,
  participants: readonly Participant[],
  pinned: string | null,
): Spotlight | null {
  const shown = useRef<Spotlight | null>(null)
  const [, lookAgain] = useState(0)
  const now = line.serverNow()
  const scene = { you: view.you, participants, speakers: view.speakers, pinned }
  shown.current = nextSpotlight(shown.current, scene, now)
  const since = shown.current?.since ?? 0
  useEffect(() => {
    const left = since + SPOTLIGHT_HOLDS_MS - line.serverNow()
    if (left <= 0) return
    const timer = setTimeout(() => lookAgain((count) => count + 1), left + 1)
    return () => clearTimeout(timer)
  }, [since])
  return shown.current
}
