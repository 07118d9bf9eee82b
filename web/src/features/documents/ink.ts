import type { Id, Line, SlideDrawn, SlideErased, Strokes } from "../../live"
import { type Drawing, drawn, type Point } from "./lines"

/** A pointer that rests is put away after so long. */
const POINTED_MS = 3000

export interface InkView {
  drawing: Drawing
  /** Where somebody points now. */
  pointer: Point | null
}

const NOTHING: InkView = { drawing: { strokes: [], drawings: 0 }, pointer: null }

type InkLine = Pick<Line, "on">

/** What is over one page: its lines, read when it is shown and then followed, and a pointer for a moment. */
export class Ink {
  private view = NOTHING
  private readonly subscribers = new Set<() => void>()
  private waiting: (SlideDrawn | SlideErased)[] | null = null
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly line: InkLine,
    private readonly conference: Id,
    private readonly page: Id,
    private readonly ask: () => Promise<Strokes>,
  ) {}

  subscribe = (listener: () => void): (() => void) => {
    this.subscribers.add(listener)
    return () => this.subscribers.delete(listener)
  }

  read = (): InkView => this.view

  /** Follow until the returned function is called. */
  open(): () => void {
    const { line } = this
    const stops = [
      line.on("slides.drawn", (news) => this.hear(news)),
      line.on("slides.erased", (news) => this.hear(news)),
      line.on("slides.pointed", ({ conference, x, y }) => {
        if (conference === this.conference) this.point(x === null || y === null ? null : { x, y })
      }),
    ]
    void this.fetch()
    return () => {
      for (const stop of stops) stop()
      clearTimeout(this.timer)
    }
  }

  /** Other news may have been missed: the number says whether. */
  reach(drawings: number): void {
    if (this.waiting === null && drawings > this.view.drawing.drawings) void this.fetch()
  }

  private hear(news: SlideDrawn | SlideErased): void {
    if (news.conference !== this.conference) return
    // Numbers count the changes of all pages: what happened on another one is a number here, and nothing else.
    const here = news.page === this.page ? news : { ...news, type: "slides.erased" as const, stroke: "" }
    if (this.waiting) this.waiting.push(here)
    else this.take(here)
  }

  private take(news: SlideDrawn | SlideErased): void {
    const drawing = drawn(this.view.drawing, news)
    if (drawing) this.show({ ...this.view, drawing })
    else void this.fetch()
  }

  private async fetch(): Promise<void> {
    if (this.waiting) return
    this.waiting = []
    const all = await this.ask().catch(() => null)
    const heard = this.waiting
    this.waiting = null
    if (!all) return
    this.show({ ...this.view, drawing: { strokes: all.strokes, drawings: all.drawings } })
    for (const news of heard) this.take(news)
  }

  private point(pointer: Point | null): void {
    clearTimeout(this.timer)
    if (pointer) this.timer = setTimeout(() => this.show({ ...this.view, pointer: null }), POINTED_MS)
    this.show({ ...this.view, pointer })
  }

  private show(view: InkView): void {
    this.view = view
    for (const listener of [...this.subscribers]) listener()
  }
}
