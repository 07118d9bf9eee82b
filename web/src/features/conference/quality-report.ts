import type { Id, Line } from "../../live"
import type { Media } from "../../live/media"
import { GOOD, type Quality } from "../../live/media-quality"

/** The server hears at most one report a second. */
export const REPORT_EVERY_MS = 1000

/** Tells those who lead how one's own line is, whenever that changes: the dot beside the name, and its cause. */
export class QualityReport {
  private told: Quality = GOOD
  private timer: ReturnType<typeof setTimeout> | null = null

  constructor(
    private readonly line: Pick<Line, "tell">,
    private readonly media: Pick<Media, "subscribe" | "read">,
    private readonly conference: Id,
  ) {}

  /** Report until the returned function is called. */
  open(): () => void {
    const stop = this.media.subscribe(() => this.look())
    return () => {
      stop()
      if (this.timer) clearTimeout(this.timer)
      this.timer = null
    }
  }

  private look(): void {
    const { state, quality } = this.media.read()
    const same = quality.value === this.told.value && quality.cause === this.told.cause
    if (state !== "connected" || same || this.timer) return
    this.told = quality
    this.line.tell({ type: "quality.report", conference: this.conference, ...quality })
    this.timer = setTimeout(() => {
      this.timer = null
      this.look()
    }, REPORT_EVERY_MS)
  }
}
