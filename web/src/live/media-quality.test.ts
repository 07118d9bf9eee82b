import { describe, expect, test } from "vitest"
import { figuresOf, GOOD, qualityBetween, type Sample, sampleOf } from "./media-quality"

const calm: Sample = {
  received: 0,
  lostIn: 0,
  sent: 0,
  lostOut: 0,
  roundTripMs: 40,
  jitterMs: 5,
  limitedBy: "none",
}

describe("the quality of the line", () => {
  test.each([
    ["nothing lost", { received: 400 }, GOOD],
    ["one of a hundred lost", { received: 396, lostIn: 4 }, GOOD],
    ["one of twenty lost on the way in", { received: 380, lostIn: 20 }, { value: "weak", cause: "loss_in" }],
    ["one of five lost on the way in", { received: 320, lostIn: 80 }, { value: "poor", cause: "loss_in" }],
    ["a few packets are no measure", { received: 4, lostIn: 4 }, GOOD],
    ["loss on the way out", { received: 400, sent: 400, lostOut: 24 }, { value: "weak", cause: "loss_out" }],
    ["a long way", { received: 400, roundTripMs: 420 }, { value: "weak", cause: "delay" }],
    ["a trembling line", { received: 400, jitterMs: 250 }, { value: "poor", cause: "delay" }],
    ["a busy processor", { received: 400, limitedBy: "cpu" }, { value: "weak", cause: "processor" }],
    [
      "the worst is named",
      { received: 320, lostIn: 80, roundTripMs: 400 },
      { value: "poor", cause: "loss_in" },
    ],
  ] as [string, Partial<Sample>, typeof GOOD][])("%s", (_, after, quality) => {
    expect(qualityBetween(calm, { ...calm, ...after })).toEqual(quality)
  })

  test("counts from the sample before, and a fresh peer starts from nothing", () => {
    const before = { ...calm, received: 1000, lostIn: 500 }
    expect(qualityBetween(before, { ...before, received: 1400 })).toEqual(GOOD)
    expect(qualityBetween(before, { ...calm, received: 100 })).toEqual(GOOD)
  })
})

const report = [
  {
    type: "inbound-rtp",
    kind: "audio",
    mid: "3",
    packetsReceived: 50,
    packetsLost: 1,
    jitter: 0.02,
    totalAudioEnergy: 0.4,
  },
  {
    type: "inbound-rtp",
    kind: "video",
    mid: "6",
    packetsReceived: 200,
    packetsLost: 3,
    jitter: 0.5,
    framesDecoded: 30,
  },
  { type: "remote-inbound-rtp", packetsLost: 12, fractionLost: 0.25 },
  { type: "candidate-pair", nominated: true, currentRoundTripTime: 0.12 },
  { type: "candidate-pair", nominated: false, currentRoundTripTime: 9 },
  { type: "outbound-rtp", active: false, qualityLimitationReason: "cpu" },
  { type: "outbound-rtp", active: true, packetsSent: 90, qualityLimitationReason: "bandwidth" },
]

test("a sample is read from what the browser counts", () => {
  expect(sampleOf(report)).toEqual({
    received: 250,
    lostIn: 4,
    sent: 90,
    lostOut: 12,
    roundTripMs: 120,
    jitterMs: 20,
    limitedBy: "bandwidth",
  })
})

test("figures say what each slot has decoded", () => {
  expect(
    figuresOf(report).map(({ mid, framesDecoded, totalAudioEnergy }) => [
      mid,
      framesDecoded,
      totalAudioEnergy,
    ]),
  ).toEqual([
    ["3", 0, 0.4],
    ["6", 30, 0],
  ])
})
