import {
  type CSSProperties,
  type PointerEvent,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react"
import { type DocumentPage, type Id, line } from "../../live"
import { classes } from "../../ui"
import { pictureOf, strokesOf } from "./api"
import { Ink } from "./ink"
import { asPolyline, type Point, pointIn } from "./lines"
import styles from "./stage.module.css"
import type { ToolBox } from "./Tools"

export interface SheetProps {
  conference: Id
  document: Id
  page: DocumentPage
  drawings: number
  /** What the page says, for those who cannot see it. */
  words: string
  /** What the presenter holds; null for everybody else. */
  tools: ToolBox | null
  onLoaded: () => void
}

/** One page, with what is drawn over it. The small picture stands until the large one is there. */
export function Sheet({ conference, document, page, drawings, words, tools, onLoaded }: SheetProps) {
  const [ink] = useState(
    () => new Ink(line, conference, page.id, () => strokesOf(conference, document, page.id)),
  )
  const { drawing, pointer } = useSyncExternalStore(ink.subscribe, ink.read)
  useEffect(() => ink.open(), [ink])
  useEffect(() => ink.reach(drawings), [ink, drawings])
  const shape = { "--ratio": page.width / page.height } as CSSProperties
  const small = pictureOf(conference, document, page.id, true)
  return (
    <div className={styles.frame}>
      <div className={styles.sheet} style={shape}>
        <img className={styles.small} src={small} alt="" />
        <img
          className={styles.page}
          src={pictureOf(conference, document, page.id)}
          width={page.width}
          height={page.height}
          alt={words}
          decoding="async"
          onLoad={onLoaded}
        />
        <svg className={styles.ink} viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
          {drawing.strokes.map(({ id, colour, points }) => (
            <polyline key={id} points={asPolyline(points)} data-colour={colour} />
          ))}
        </svg>
        {tools?.tool && <Hand tools={tools} page={page.id} />}
        {pointer && (
          <span
            className={styles.pointer}
            style={{ insetBlockStart: `${pointer.y / 10}%`, left: `${pointer.x / 10}%` }}
          />
        )}
      </div>
    </div>
  )
}

/** Takes the presenter's hand: the pointer follows it, the pen draws where it presses. */
function Hand({ tools, page }: { tools: ToolBox; page: Id }) {
  const line = useRef<Point[] | null>(null)
  const [sent, setSent] = useState<Point[] | null>(null)
  const [, redraw] = useState(0)
  const { tool, colour } = tools
  const at = (event: PointerEvent<HTMLDivElement>) =>
    pointIn(event.currentTarget.getBoundingClientRect(), { x: event.clientX, y: event.clientY })

  function down(event: PointerEvent<HTMLDivElement>) {
    if (tool === "pointer") return tools.point(at(event))
    event.currentTarget.setPointerCapture(event.pointerId)
    line.current = [at(event)]
    redraw((count) => count + 1)
  }
  function move(event: PointerEvent<HTMLDivElement>) {
    if (tool === "pointer") return tools.point(at(event))
    if (!line.current) return
    line.current.push(at(event))
    redraw((count) => count + 1)
  }
  function up() {
    const drawn = line.current
    line.current = null
    if (!drawn) return
    // Stands until the server has told it to everybody, this page included.
    setSent(drawn)
    void tools.draw(page, drawn).finally(() => setSent((now) => (now === drawn ? null : now)))
    redraw((count) => count + 1)
  }
  const shown = line.current ?? sent ?? []
  return (
    <div
      className={classes(styles.hand, tool === "pen" && styles.pen)}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={up}
      onPointerLeave={() => tool === "pointer" && tools.point(null)}
    >
      <svg className={styles.ink} viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
        <polyline points={asPolyline(shown.flatMap(({ x, y }) => [x, y]))} data-colour={colour} />
      </svg>
    </div>
  )
}
