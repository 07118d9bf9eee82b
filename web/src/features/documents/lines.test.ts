import { expect, test } from "vitest"
import type { SlideDrawn, SlideErased, Stroke } from "../../live"
import { asNumbers, asPolyline, drawn, MOST_POINTS, pointIn, simplified } from "./lines"

const BOX = { left: 100, top: 50, width: 400, height: 200 }

test("a place on the screen is a thousandth of the page, at most its edge", () => {
  expect(pointIn(BOX, { x: 300, y: 100 })).toEqual({ x: 500, y: 250 })
  expect(pointIn(BOX, { x: 0, y: 900 })).toEqual({ x: 0, y: 1000 })
  expect(pointIn({ ...BOX, width: 0 }, { x: 300, y: 100 }).x).toBe(0)
})

test("points on a straight way say nothing", () => {
  const way = [0, 10, 20, 30].map((x) => ({ x, y: 2 * x }))
  expect(simplified(way)).toEqual([way[0], way[3]])
  const corner = [...way, { x: 30, y: 0 }]
  expect(simplified(corner)).toEqual([way[0], way[3], { x: 30, y: 0 }])
})

test("however long one draws, a line is short enough to travel", () => {
  const wild = Array.from({ length: 3000 }, (_, n) => ({ x: (n * 7919) % 1000, y: (n * 104729) % 1000 }))
  const numbers = asNumbers(wild)
  expect(numbers.length).toBeLessThanOrEqual(2 * MOST_POINTS)
  expect(numbers.slice(0, 2)).toEqual([0, 0])
  expect(asNumbers([{ x: 5, y: 6 }])).toEqual([5, 6, 5, 6])
  expect(asPolyline([5, 6, 7, 8])).toBe("5,6 7,8")
})

const stroke = (id: string): Stroke => ({ id, user: "ada", colour: "red", points: [0, 0, 9, 9] })
const added = (id: string, drawings: number): SlideDrawn => ({
  type: "slides.drawn",
  conference: "c",
  page: "p",
  stroke: stroke(id),
  drawings,
})
const erased = (id: string | null, drawings: number): SlideErased => ({
  type: "slides.erased",
  conference: "c",
  page: "p",
  stroke: id,
  drawings,
})

test("lines come and go in their order; who missed one asks again", () => {
  const none = { strokes: [], drawings: 4 }
  const one = drawn(none, added("a", 5))
  expect(one?.strokes.map(({ id }) => id)).toEqual(["a"])
  const two = one && drawn(one, added("b", 6))
  expect(two && drawn(two, added("b", 6))).toBe(two)
  expect(two && drawn(two, erased("a", 7))?.strokes.map(({ id }) => id)).toEqual(["b"])
  expect(two && drawn(two, erased(null, 7))?.strokes).toEqual([])
  expect(two && drawn(two, added("d", 9))).toBeNull()
})
