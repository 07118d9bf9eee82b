import type { SlideDrawn, SlideErased, Stroke } from "../../live"

/** A page is a thousand wide and a thousand high, whatever its shape. */
export const WHOLE = 1000
export const MOST_POINTS = 200

export interface Point {
  x: number
  y: number
}

/** Where in a box something on the screen is, in thousandths; outside of it, at its edge. */
export function pointIn(box: { left: number; top: number; width: number; height: number }, at: Point): Point {
  const part = (value: number, start: number, size: number) =>
    Math.round(WHOLE * Math.min(1, Math.max(0, size > 0 ? (value - start) / size : 0)))
  return { x: part(at.x, box.left, box.width), y: part(at.y, box.top, box.height) }
}

/** The same line with fewer points: those that lie near the way between their neighbours say nothing (Douglas, Peucker). */
export function simplified(points: readonly Point[], tolerance = 2): Point[] {
  const first = points[0]
  const last = points.at(-1)
  if (!first || !last || points.length < 3) return [...points]
  let far = 0
  let farthest = 0
  for (const [place, point] of points.entries()) {
    const distance = distanceTo(point, first, last)
    if (distance > farthest) {
      far = place
      farthest = distance
    }
  }
  if (farthest <= tolerance) return [first, last]
  const before = simplified(points.slice(0, far + 1), tolerance)
  return [...before.slice(0, -1), ...simplified(points.slice(far), tolerance)]
}

function distanceTo(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y]
  const length = Math.hypot(dx, dy)
  if (length === 0) return Math.hypot(point.x - from.x, point.y - from.y)
  return Math.abs(dx * (from.y - point.y) - (from.x - point.x) * dy) / length
}

/** A line as it travels: x, y, x, y …; simplified until it is short enough. A dot is a line to itself. */
export function asNumbers(points: readonly Point[]): number[] {
  let tolerance = 2
  let line = simplified(points, tolerance)
  while (line.length > MOST_POINTS) {
    tolerance *= 2
    line = simplified(points, tolerance)
  }
  const [only] = line
  if (only && line.length === 1) line = [only, only]
  return line.flatMap(({ x, y }) => [x, y])
}

/** The `points` attribute of a polyline. */
export function asPolyline(points: readonly number[]): string {
  const pairs: string[] = []
  for (let at = 0; at + 1 < points.length; at += 2) pairs.push(`${points[at]},${points[at + 1]}`)
  return pairs.join(" ")
}

/** The lines of a page, and the number of the newest change that they contain. */
export interface Drawing {
  strokes: readonly Stroke[]
  drawings: number
}

/** The lines after news of them: null when something before it was missed, and all have to be asked for again. */
export function drawn(before: Drawing, news: SlideDrawn | SlideErased): Drawing | null {
  if (news.drawings <= before.drawings) return before
  if (news.drawings !== before.drawings + 1) return null
  const { drawings } = news
  if (news.type === "slides.drawn") return { strokes: [...before.strokes, news.stroke], drawings }
  const strokes = news.stroke === null ? [] : before.strokes.filter(({ id }) => id !== news.stroke)
  return { strokes, drawings }
}
