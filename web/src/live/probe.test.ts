import { expect, test } from "vitest"
import { type Counts, countsOf, findingsOf, measuredBy, type ProbeFinding, type ProbeResult } from "./probe"

const well: Omit<ProbeResult, "findings"> = {
  udp: true,
  relay: null,
  up_kbit: 1400,
  down_kbit: 1300,
  loss_percent: 0,
  round_trip_ms: 30,
}

test.each<[string, Partial<typeof well>, ProbeFinding[]]>([
  ["all is well", {}, []],
  ["nothing passes", { udp: false }, ["blocked"]],
  ["not even the relay", { udp: false, relay: false }, ["blocked"]],
  ["only the relay", { udp: false, relay: true }, ["relay_only"]],
  ["too narrow for pictures", { up_kbit: 120 }, ["audio_only"]],
  ["room for a few", { down_kbit: 500 }, ["few_pictures"]],
  ["far away over a bad line", { loss_percent: 6, round_trip_ms: 420 }, ["loss", "delay"]],
])("%s", (_, found, findings) => {
  expect(findingsOf({ ...well, ...found })).toEqual(findings)
})

test("the best second counts, and what was lost both ways", () => {
  const at = (place: number, bytes: number): Counts => ({
    at: place * 250,
    sent: place * 10,
    bytesSent: bytes,
    received: place * 9,
    bytesReceived: bytes / 2,
    lost: place,
    roundTripMs: place > 2 ? 40 + place : null,
  })
  const counts = [0, 10_000, 30_000, 90_000, 190_000, 215_000, 240_000].map((bytes, place) =>
    at(place, bytes),
  )
  expect(measuredBy(counts)).toEqual({ upKbit: 1680, downKbit: 840, lossPercent: 10, roundTripMs: 45 })
  expect(measuredBy([])).toEqual({ upKbit: 0, downKbit: 0, lossPercent: 0, roundTripMs: 0 })
})

test("what spills while the line is filled to its brim is no loss of the line", () => {
  const second = (number: number, lost: number): Counts => ({
    at: number * 250,
    sent: number * 100,
    bytesSent: number * 100_000,
    received: number * 100,
    bytesReceived: number * 100_000,
    lost,
    roundTripMs: 20,
  })
  const counts = Array.from({ length: 20 }, (_, number) => second(number, number > 16 ? 400 : number))
  expect(measuredBy(counts).lossPercent).toBe(1)
})

test("the browser's statistics are added up", () => {
  const report = [
    { type: "outbound-rtp", packetsSent: 10, bytesSent: 9000 },
    { type: "inbound-rtp", packetsReceived: 8, bytesReceived: 7000, packetsLost: 1 },
    { type: "remote-inbound-rtp", packetsLost: 1 },
    { type: "candidate-pair", nominated: true, currentRoundTripTime: 0.02 },
    { type: "candidate-pair", nominated: false, currentRoundTripTime: 3 },
  ]
  expect(countsOf(report, 5)).toEqual({
    at: 5,
    sent: 10,
    bytesSent: 9000,
    received: 8,
    bytesReceived: 7000,
    lost: 2,
    roundTripMs: 20,
  })
})
