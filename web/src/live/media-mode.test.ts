import { describe, expect, test } from "vitest"
import { layersIn, type MediaMode, ModeSteps, wishesIn } from "./media-mode"
import { GOOD, type Quality } from "./media-quality"

const POOR: Quality = { value: "poor", cause: "loss_in" }
const WEAK: Quality = { value: "weak", cause: "loss_in" }

function take(steps: ModeSteps, quality: Quality, times: number): MediaMode {
  for (let i = 0; i < times; i++) steps.take(quality)
  return steps.mode
}

/** How many good samples it takes until the next step up. */
function goodUntilUp(steps: ModeSteps): number {
  const before = steps.mode
  for (let samples = 1; ; samples++) if (take(steps, GOOD, 1) !== before) return samples
}

describe("stepping down by itself", () => {
  test("two poor samples are a step, one is a breath", () => {
    const steps = new ModeSteps()
    expect(take(steps, POOR, 1)).toBe("everything")
    take(steps, GOOD, 7)
    expect(take(steps, POOR, 1)).toBe("everything")
    expect(take(steps, POOR, 1)).toBe("less_video")
    expect(steps.byItself).toBe(true)
    expect(take(steps, POOR, 2)).toBe("audio_only")
    expect(take(steps, POOR, 20)).toBe("audio_only")
  })

  test("a weak line is no reason to step, in either direction", () => {
    const steps = new ModeSteps()
    expect(take(steps, WEAK, 100)).toBe("everything")
    take(steps, POOR, 2)
    expect(take(steps, WEAK, 100)).toBe("less_video")
  })

  test("it steps up again after quiet, later each time that fails, and never faster than the line is good", () => {
    const steps = new ModeSteps()
    take(steps, POOR, 2)
    const first = goodUntilUp(steps)
    expect(steps.mode).toBe("everything")
    take(steps, POOR, 2)
    const second = goodUntilUp(steps)
    take(steps, POOR, 2)
    const third = goodUntilUp(steps)
    expect([first, second, third]).toEqual([8, 16, 32])
    take(steps, GOOD, 50)
    take(steps, POOR, 2)
    expect(goodUntilUp(steps)).toBe(8)
  })

  test("what the person chooses holds at once and is the ceiling", () => {
    const steps = new ModeSteps()
    take(steps, POOR, 4)
    steps.choose("less_video")
    expect([steps.mode, steps.byItself]).toEqual(["less_video", false])
    expect(take(steps, POOR, 2)).toBe("audio_only")
    expect(take(steps, GOOD, 500)).toBe("less_video")
    steps.choose("send_only")
    expect(take(steps, POOR, 10)).toBe("send_only")
  })
})

const ada = { user: "ada", source: "camera" as const, layer: "high" as const }
const slides = { user: "grace", source: "screen" as const, layer: "high" as const }

test.each<[MediaMode, object[]]>([
  ["everything", [ada, slides]],
  ["less_video", [{ ...slides, layer: "low" }]],
  ["audio_only", []],
  ["send_only", []],
])("in %s the page gets what the mode allows", (mode, wishes) => {
  expect(wishesIn(mode, [ada, slides])).toEqual(wishes)
})

test.each<[MediaMode, "camera" | "screen", string[]]>([
  ["everything", "camera", ["low", "high"]],
  ["less_video", "camera", ["low"]],
  ["less_video", "screen", ["low", "high"]],
  ["audio_only", "camera", []],
  ["audio_only", "screen", []],
  ["send_only", "camera", ["low", "high"]],
])("in %s this much of the %s is sent", (mode, source, layers) => {
  expect(layersIn(mode, source, ["low", "high"])).toEqual(layers)
})
