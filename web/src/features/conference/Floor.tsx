import { useLingui } from "@lingui/react/macro"
import { useEffect, useMemo, useRef, useState } from "react"
import { line } from "../../live"
import { classes, IconButton } from "../../ui"
import { useHere, useView } from "./context"
import styles from "./floor.module.css"
import { nextSpotlight, pageOf, SPOTLIGHT_HOLDS_MS, type Spotlight, tileOrder, wishesFor } from "./stage"
import { Tile } from "./Tile"
import type { View } from "./view"

const TILES = 9
const TILES_ON_WEAK = 6

/** The stage: one large picture and the others around it, and the pictures asked for accordingly. */
export function Floor() {
  const { t } = useLingui()
  const { media, you, weak } = useHere()
  const view = useView()
  const spotlight = useSpotlight(view)
  const [wantedPage, setPage] = useState(0)
  const { participants } = view
  const { items, page, pages } = useMemo(
    () =>
      pageOf(
        tileOrder({ you: you.id, participants, speakers: [] }, spotlight),
        wantedPage,
        weak ? TILES_ON_WEAK : TILES,
      ),
    [you.id, participants, spotlight, wantedPage, weak],
  )
  useEffect(() => {
    media.wish(wishesFor(you.id, spotlight, participants, items, weak))
  }, [media, you.id, spotlight, participants, items, weak])
  const large = participants.find(({ person }) => person.id === spotlight?.user)
  return (
    <main className={classes(styles.floor, layoutOf(items.length))} id="main" aria-label={t`Stage`}>
      {large && spotlight && <Tile participant={large} large source={spotlight.source} />}
      {items.map((one) => (
        <Tile key={one.person.id} participant={one} />
      ))}
      {pages > 1 && (
        <nav className={styles.pager} aria-label={t`More people`}>
          <IconButton
            small
            icon="caret-left"
            label={t`Previous people`}
            isDisabled={page === 0}
            onPress={() => setPage(page - 1)}
          />
          <span>
            {page + 1}/{pages}
          </span>
          <IconButton
            small
            icon="caret-right"
            label={t`Next people`}
            isDisabled={page === pages - 1}
            onPress={() => setPage(page + 1)}
          />
        </nav>
      )}
    </main>
  )
}

/** With few people the tiles stand in one column beside the large picture, with many they go around its corner. */
function layoutOf(tiles: number): string | undefined {
  if (tiles === 0) return styles.alone
  return tiles <= 4 ? styles.column : styles.around
}

/** Looks again when the hold of the picture on stage is over. */
function useSpotlight(view: View): Spotlight | null {
  const shown = useRef<Spotlight | null>(null)
  const [, lookAgain] = useState(0)
  const now = line.serverNow()
  const scene = { you: view.you, participants: view.participants, speakers: view.speakers }
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
