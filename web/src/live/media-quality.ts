/** How well the media path carries, and the one cause to name when it does not. */
export interface Quality {
  value: "good" | "weak" | "poor"
  cause: "loss_in" | "loss_out" | "delay" | "processor" | "bandwidth" | null
}

/** The counters that quality is read from; each only grows, but for the momentary ones. */
export interface Sample {
  received: number
  lostIn: number
  sent: number
  lostOut: number
  roundTripMs: number
  jitterMs: number
  limitedBy: "none" | "cpu" | "bandwidth"
}

export const GOOD: Quality = { value: "good", cause: null }

interface Limit {
  weak: number
  poor: number
}

/** Above 3 % of loss Opus begins to patch holes audibly; above 10 % speech breaks. Delay: ITU-T G.114. */
const LIMITS: Record<"loss" | "delay" | "jitter", Limit> = {
  loss: { weak: 0.03, poor: 0.1 },
  delay: { weak: 300, poor: 800 },
  jitter: { weak: 60, poor: 200 },
}

function grade(value: number, limit: Limit): 0 | 1 | 2 {
  if (value > limit.poor) return 2
  return value > limit.weak ? 1 : 0
}

/** Two samples, two seconds apart, as one word and a cause. */
export function qualityBetween(before: Sample, after: Sample): Quality {
  const lost = Math.max(0, after.lostIn - before.lostIn)
  const received = Math.max(0, after.received - before.received)
  const lossIn = lost + received > 20 ? lost / (lost + received) : 0
  const lostOut = Math.max(0, after.lostOut - before.lostOut)
  const sent = Math.max(0, after.sent - before.sent)
  const lossOut = sent > 20 ? Math.min(1, lostOut / sent) : 0
  const grades: [0 | 1 | 2, NonNullable<Quality["cause"]>][] = [
    [grade(lossIn, LIMITS.loss), "loss_in"],
    [grade(lossOut, LIMITS.loss), "loss_out"],
    [grade(after.roundTripMs, LIMITS.delay), "delay"],
    [grade(after.jitterMs, LIMITS.jitter), "delay"],
    [after.limitedBy === "cpu" ? 1 : 0, "processor"],
    [after.limitedBy === "bandwidth" ? 1 : 0, "bandwidth"],
  ]
  const [worst, cause] = grades.reduce((a, b) => (b[0] > a[0] ? b : a))
  if (worst === 0) return GOOD
  return { value: worst === 2 ? "poor" : "weak", cause }
}

type Entry = Record<string, unknown> & { type: string; kind?: string }

function number(value: unknown): number {
  return typeof value === "number" ? value : 0
}

/** The counters out of the browser's statistics. */
export function sampleOf(report: Iterable<unknown>): Sample {
  const sample: Sample = {
    received: 0,
    lostIn: 0,
    sent: 0,
    lostOut: 0,
    roundTripMs: 0,
    jitterMs: 0,
    limitedBy: "none",
  }
  for (const raw of report) {
    const entry = raw as Entry
    if (entry.type === "inbound-rtp") {
      sample.received += number(entry.packetsReceived)
      sample.lostIn += number(entry.packetsLost)
      if (entry.kind === "audio") sample.jitterMs = Math.max(sample.jitterMs, number(entry.jitter) * 1000)
    } else if (entry.type === "remote-inbound-rtp") {
      // Not its `fractionLost`: the server names there what whoever hears us worst has lost, so that Opus helps.
      sample.lostOut += number(entry.packetsLost)
    } else if (entry.type === "candidate-pair" && entry.nominated === true) {
      sample.roundTripMs = Math.max(sample.roundTripMs, number(entry.currentRoundTripTime) * 1000)
    } else if (entry.type === "outbound-rtp") {
      sample.sent += number(entry.packetsSent)
      if (entry.active === false) continue
      const reason = entry.qualityLimitationReason
      if (reason === "cpu" || (reason === "bandwidth" && sample.limitedBy === "none"))
        sample.limitedBy = reason
    }
  }
  return sample
}

/** What one slot has decoded: benchmarks and stories prove by these that media really arrives. */
export interface SlotFigures {
  mid: string
  kind: string
  packetsReceived: number
  framesDecoded: number
  framesPerSecond: number
  freezeCount: number
  frameWidth: number
  totalAudioEnergy: number
  totalSamplesDuration: number
  totalSamplesReceived: number
  concealedSamples: number
  silentConcealedSamples: number
  freezesDuration: number
  jitterBufferDelay: number
  jitterBufferEmitted: number
}

export function figuresOf(report: Iterable<unknown>): SlotFigures[] {
  const figures: SlotFigures[] = []
  for (const raw of report) {
    const entry = raw as Entry
    if (entry.type !== "inbound-rtp" || typeof entry.mid !== "string") continue
    figures.push({
      mid: entry.mid,
      kind: entry.kind ?? "",
      packetsReceived: number(entry.packetsReceived),
      framesDecoded: number(entry.framesDecoded),
      framesPerSecond: number(entry.framesPerSecond),
      freezeCount: number(entry.freezeCount),
      frameWidth: number(entry.frameWidth),
      totalAudioEnergy: number(entry.totalAudioEnergy),
      totalSamplesDuration: number(entry.totalSamplesDuration),
      totalSamplesReceived: number(entry.totalSamplesReceived),
      concealedSamples: number(entry.concealedSamples),
      silentConcealedSamples: number(entry.silentConcealedSamples),
      freezesDuration: number(entry.totalFreezesDuration),
      jitterBufferDelay: number(entry.jitterBufferDelay),
      jitterBufferEmitted: number(entry.jitterBufferEmittedCount),
    })
  }
  return figures
}
