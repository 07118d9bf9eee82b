import type { Quality } from "./media-quality"
import type { Wish } from "./media-slots"
import type { Layer } from "./wire"

/**
 * How much of the conference this device takes part in. `less_video` is one small picture each way, `audio_only` none;
 * `send_only` sends all of one's own and receives neither sound nor pictures.
 */
export type MediaMode = "everything" | "less_video" | "audio_only" | "send_only"

/** What a line that does not carry is stepped down by; nobody is made to hear nothing. */
const STEPS: readonly MediaMode[] = ["everything", "less_video", "audio_only"]

/** Poor samples (one every two seconds) until a step down; a good one forgives a little. */
const POOR_UNTIL_STEP = 2
const FORGIVEN = 0.15
const GOOD_FIRST = 8
const GOOD_MOST = 96
/** A step up that lasted no longer than this was one too many: the next is tried twice as late. */
const HELD = 12

/**
 * What the person chose, and how far below that the line forces us. It steps down within seconds, and up again after a
 * while without trouble, each time later when that failed: it does not flap.
 */
export class ModeSteps {
  chosen: MediaMode = "everything"
  private forced = 0
  private poor = 0
  private quiet = 0
  private patience = GOOD_FIRST
  private sinceUp = Number.POSITIVE_INFINITY

  get mode(): MediaMode {
    const at = STEPS.indexOf(this.chosen)
    return at < 0 ? this.chosen : (STEPS[Math.min(at + this.forced, STEPS.length - 1)] as MediaMode)
  }

  /** Whether the line, and not the person, decides. */
  get byItself(): boolean {
    return this.mode !== this.chosen
  }

  /** What the person wishes: it holds at once, whatever was found out about the line before. */
  choose(mode: MediaMode): void {
    this.chosen = mode
    this.forced = this.poor = this.quiet = 0
    this.patience = GOOD_FIRST
    this.sinceUp = Number.POSITIVE_INFINITY
  }

  /** Take how the line was in the last two seconds. */
  take(quality: Quality): void {
    this.sinceUp++
    if (quality.value === "poor") {
      this.quiet = 0
      this.poor++
      if (this.poor >= POOR_UNTIL_STEP) this.down()
    } else {
      this.poor = Math.max(0, this.poor - FORGIVEN)
      if (quality.value === "good") this.quiet++
      if (this.forced > 0 && this.quiet >= this.patience) this.up()
    }
  }

  private down(): void {
    this.poor = 0
    if (this.mode === STEPS[STEPS.length - 1] || !STEPS.includes(this.mode)) return
    this.forced++
    this.patience = this.sinceUp <= HELD ? Math.min(GOOD_MOST, this.patience * 2) : GOOD_FIRST
    this.sinceUp = Number.POSITIVE_INFINITY
  }

  private up(): void {
    this.forced--
    this.quiet = this.poor = this.sinceUp = 0
  }
}

/** Which of the page's wishes are asked for: in `less_video` one small picture, a shared screen before a face. */
export function wishesIn(mode: MediaMode, wishes: readonly Wish[]): readonly Wish[] {
  if (mode === "everything") return wishes
  if (mode !== "less_video") return []
  const wish = wishes.find(({ source }) => source === "screen") ?? wishes[0]
  return wish ? [{ ...wish, layer: "low" }] : []
}

/** Which layers of one's own camera or screen are sent, of those that somebody watches. */
export function layersIn(
  mode: MediaMode,
  source: "camera" | "screen",
  watched: readonly Layer[],
): readonly Layer[] {
  if (mode === "audio_only") return []
  return mode === "less_video" && source === "camera" ? watched.filter((layer) => layer === "low") : watched
}
