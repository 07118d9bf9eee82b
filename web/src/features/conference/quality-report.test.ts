import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { GOOD, type Quality } from "../../live/media-quality"
import { LESSON } from "./people.fixture"
import { QualityReport, REPORT_EVERY_MS } from "./quality-report"

const WEAK: Quality = { value: "weak", cause: "delay" }
const POOR: Quality = { value: "poor", cause: "loss_in" }

let view: { state: string; quality: Quality }
let changed: () => void
let told: string[]
let close: () => void

function is(quality: Quality, state = "connected") {
  view = { state, quality }
  changed()
}

beforeEach(() => {
  vi.useFakeTimers()
  told = []
  view = { state: "connected", quality: GOOD }
  const line = { tell: (frame: { value: string }) => void told.push(frame.value) }
  const media = {
    read: () => view,
    subscribe: (listener: () => void) => {
      changed = listener
      return () => {
        changed = () => undefined
      }
    },
  }
  close = new QualityReport(line as never, media as never, LESSON).open()
})

afterEach(() => vi.useRealTimers())

test("a change is told at once, the same again is not", () => {
  is(GOOD)
  is(WEAK)
  is(WEAK)
  expect(told).toEqual(["weak"])
})

test("changes within a second are told as the last of them", () => {
  is(WEAK)
  is(POOR)
  is(GOOD)
  is(POOR)
  expect(told).toEqual(["weak"])
  vi.advanceTimersByTime(REPORT_EVERY_MS)
  expect(told).toEqual(["weak", "poor"])
  vi.advanceTimersByTime(REPORT_EVERY_MS)
  expect(told).toEqual(["weak", "poor"])
})

test("nothing is told before the media is connected, or after leaving", () => {
  is(POOR, "connecting")
  expect(told).toEqual([])
  is(WEAK)
  is(POOR)
  close()
  vi.advanceTimersByTime(REPORT_EVERY_MS)
  expect(told).toEqual(["weak"])
})
