import { useLingui as useI18n } from "@lingui/react"
import { useLingui } from "@lingui/react/macro"
import { useCallback, useMemo, useRef, useState } from "react"
import { type Colour, type Id, line } from "../../live"
import { classes, IconButton, toasts } from "../../ui"
import { asNumbers, type Point } from "./lines"
import styles from "./stage.module.css"
import { explainDocument } from "./words"

export type Tool = "pointer" | "pen"
export const COLOURS = ["red", "blue", "green", "black"] as const satisfies readonly Colour[]
/** The server lets so many through; more would only be refused. */
const POINT_EVERY_MS = 100

/** What the presenter holds, and what it does. */
export interface ToolBox {
  tool: Tool | null
  colour: Colour
  take: (tool: Tool | null) => void
  paint: (colour: Colour) => void
  point: (at: Point | null) => void
  draw: (page: Id, points: readonly Point[]) => Promise<void>
  erase: (page: Id, all: boolean) => Promise<void>
  takeOff: () => Promise<void>
}

export function useTools(conference: Id): ToolBox {
  const { i18n } = useI18n()
  const [tool, take] = useState<Tool | null>(null)
  const [colour, paint] = useState<Colour>("red")
  const pointed = useRef(0)
  const act = useCallback(
    async (deed: Promise<unknown>) => {
      await deed.catch((error: unknown) => toasts.say(explainDocument(i18n, error), { kind: "bad" }))
    },
    [i18n],
  )
  return useMemo(
    () => ({
      tool,
      colour,
      take,
      paint,
      point: (at) => {
        const now = performance.now()
        if (at && now - pointed.current < POINT_EVERY_MS) return
        pointed.current = now
        // A pointer that misses a step is no reason for words.
        void line
          .request({ type: "slides.point", conference, x: at?.x ?? null, y: at?.y ?? null })
          .catch(() => undefined)
      },
      draw: (page, points) =>
        act(line.request({ type: "slides.draw", conference, page, colour, points: asNumbers(points) })),
      erase: (page, all) => act(line.request({ type: "slides.erase", conference, page, all })),
      takeOff: () => act(line.request({ type: "slides.show", conference, document: null })),
    }),
    [tool, colour, conference, act],
  )
}

/** Beside the turning of pages: a pointer, a pen with its colours, and the way off the stage. */
export function Tools({ tool, colour, take, paint, erase, takeOff, page }: ToolBox & { page: Id }) {
  const { t } = useLingui()
  const words: Record<(typeof COLOURS)[number], string> = {
    red: t`Red`,
    blue: t`Blue`,
    green: t`Green`,
    black: t`Black`,
  }
  const switched = (wanted: Tool) => () => take(tool === wanted ? null : wanted)
  return (
    <div className={styles.tools}>
      <IconButton
        icon="cursor-click"
        label={t`Pointer`}
        aria-pressed={tool === "pointer"}
        onPress={switched("pointer")}
      />
      <IconButton
        icon="pencil-simple"
        label={t`Pen`}
        aria-pressed={tool === "pen"}
        onPress={switched("pen")}
      />
      {tool === "pen" && (
        <fieldset className={styles.colours} aria-label={t`Colour of the pen`}>
          {COLOURS.map((one) => (
            <button
              key={one}
              type="button"
              aria-label={words[one]}
              aria-pressed={colour === one}
              data-colour={one}
              className={classes(styles.colour)}
              onClick={() => paint(one)}
            />
          ))}
        </fieldset>
      )}
      {tool === "pen" && (
        <IconButton
          icon="arrow-u-up-left"
          label={t`Undo my last line`}
          onPress={() => void erase(page, false)}
        />
      )}
      {tool === "pen" && (
        <IconButton icon="eraser" label={t`Clear all lines`} onPress={() => void erase(page, true)} />
      )}
      <IconButton icon="x" label={t`Take the slides off`} onPress={() => void takeOff()} />
    </div>
  )
}
