import type { Line } from "./socket"

/** What a short call to oneself found out about this network. */
export interface ProbeResult {
  /** Whether media passes by UDP, and whether a relay carries it; null where the operator runs none. */
  udp: boolean
  relay: boolean | null
  up_kbit: number
  down_kbit: number
  /** Of a hundred packets, there and back. */
  loss_percent: number
  round_trip_ms: number
  /** What to say of it, worst first; empty when all is well. */
  findings: readonly ProbeFinding[]
}

/** `blocked`: nothing passes; `relay_only`: only by the relay; then what is too little for a class with pictures. */
export type ProbeFinding = "blocked" | "relay_only" | "audio_only" | "few_pictures" | "loss" | "delay"

export interface ProbeOptions {
  /** TURN relays, where the operator runs some. */
  relays?: () => Promise<RTCIceServer[]>
  openConnection?: (configuration: RTCConfiguration) => RTCPeerConnection
}

const CONNECT_WITHIN_MS = 5000
const MEASURE_MS = 5000
const LOOKS_A_SECOND = 4
const LOOK_EVERY_MS = 1000 / LOOKS_A_SECOND
/** The encoder begins low and climbs; what it reached in the best second counts. */
const MOST_BITS = 1_500_000
/** Below the first, sound alone is safe; below the second only a few small pictures. */
const PICTURES_KBIT = 300
const TILES_KBIT = 800
const LOSS_PERCENT = 3
const DELAY_MS = 300

/** Call oneself through the media worker for a few seconds. Never rejects but for a lost line or a refusal. */
export async function runProbe(
  line: Pick<Line, "request">,
  options: ProbeOptions = {},
): Promise<ProbeResult> {
  const relays = (await options.relays?.().catch(() => [])) ?? []
  const direct = await tryPath(line, options, { iceServers: [] })
  let relayed: Measured | null = null
  if (relays.length > 0)
    relayed = await tryPath(line, options, { iceServers: relays, iceTransportPolicy: "relay" })
  const best = direct ?? relayed
  const found = {
    udp: direct !== null,
    relay: relays.length > 0 ? relayed !== null : null,
    up_kbit: best?.upKbit ?? 0,
    down_kbit: best?.downKbit ?? 0,
    loss_percent: best?.lossPercent ?? 0,
    round_trip_ms: best?.roundTripMs ?? 0,
  }
  return { ...found, findings: findingsOf(found) }
}

export function findingsOf(found: Omit<ProbeResult, "findings">): ProbeFinding[] {
  if (!found.udp && !found.relay) return ["blocked"]
  const findings: ProbeFinding[] = found.udp ? [] : ["relay_only"]
  const narrowest = Math.min(found.up_kbit, found.down_kbit)
  if (narrowest < PICTURES_KBIT) findings.push("audio_only")
  else if (narrowest < TILES_KBIT) findings.push("few_pictures")
  if (found.loss_percent > LOSS_PERCENT) findings.push("loss")
  if (found.round_trip_ms > DELAY_MS) findings.push("delay")
  return findings
}

interface Measured {
  upKbit: number
  downKbit: number
  lossPercent: number
  roundTripMs: number
}

async function tryPath(
  line: Pick<Line, "request">,
  options: ProbeOptions,
  configuration: RTCConfiguration,
): Promise<Measured | null> {
  const open = options.openConnection ?? ((given: RTCConfiguration) => new RTCPeerConnection(given))
  const connection = open({ bundlePolicy: "max-bundle", rtcpMuxPolicy: "require", ...configuration })
  const picture = noise()
  try {
    // The order of m-lines is that of a participant: microphone, camera, then slots.
    connection.addTransceiver("audio", { direction: "sendonly" })
    const camera = connection.addTransceiver("video", {
      direction: "sendonly",
      sendEncodings: [{ maxBitrate: MOST_BITS }],
    })
    connection.addTransceiver("video", { direction: "recvonly" })
    await connection.setLocalDescription()
    const answer = await line.request({ type: "probe.offer", sdp: connection.localDescription?.sdp ?? "" })
    await camera.sender.replaceTrack(picture.track)
    await connection.setRemoteDescription({ type: "answer", sdp: answer.sdp })
    if (!(await connected(connection))) return null
    return await measure(connection)
  } finally {
    picture.stop()
    connection.close()
  }
}

function connected(connection: RTCPeerConnection): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), CONNECT_WITHIN_MS)
    const look = () => {
      if (connection.connectionState !== "connected" && connection.connectionState !== "failed") return
      clearTimeout(timer)
      resolve(connection.connectionState === "connected")
    }
    connection.onconnectionstatechange = look
    look()
  })
}

/** The sums that grow, read out of the browser's statistics. */
export interface Counts {
  at: number
  sent: number
  bytesSent: number
  received: number
  bytesReceived: number
  lost: number
  roundTripMs: number | null
}

async function measure(connection: RTCPeerConnection): Promise<Measured> {
  const counts: Counts[] = []
  const end = performance.now() + MEASURE_MS
  while (performance.now() < end && connection.connectionState === "connected") {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    counts.push(countsOf([...(await connection.getStats()).values()], performance.now()))
  }
  return measuredBy(counts)
}

export function countsOf(report: Iterable<unknown>, at: number): Counts {
  const counts: Counts = {
    at,
    sent: 0,
    bytesSent: 0,
    received: 0,
    bytesReceived: 0,
    lost: 0,
    roundTripMs: null,
  }
  for (const raw of report) {
    const entry = raw as Record<string, unknown>
    const value = (name: string) => (typeof entry[name] === "number" ? (entry[name] as number) : 0)
    if (entry.type === "outbound-rtp") {
      counts.sent += value("packetsSent")
      counts.bytesSent += value("bytesSent")
    } else if (entry.type === "inbound-rtp") {
      counts.received += value("packetsReceived")
      counts.bytesReceived += value("bytesReceived")
      counts.lost += value("packetsLost")
    } else if (entry.type === "remote-inbound-rtp") counts.lost += value("packetsLost")
    else if (entry.type === "candidate-pair" && entry.nominated === true && value("currentRoundTripTime") > 0)
      counts.roundTripMs = value("currentRoundTripTime") * 1000
  }
  return counts
}

/**
 * The best second each way, and what was lost in the middlemost second: the probe fills the line to its brim, and what it
 * spills then would not be lost by a lesson.
 */
export function measuredBy(counts: readonly Counts[]): Measured {
  const bestKbit = (bytes: (one: Counts) => number) =>
    counts.reduce((best, one, place) => {
      const before = counts[place - LOOKS_A_SECOND]
      return before ? Math.max(best, ((bytes(one) - bytes(before)) * 8) / (one.at - before.at)) : best
    }, 0)
  return {
    upKbit: Math.round(bestKbit((one) => one.bytesSent)),
    downKbit: Math.round(bestKbit((one) => one.bytesReceived)),
    lossPercent: Math.round(1000 * middle(counts.flatMap(lossSince))) / 10,
    roundTripMs: Math.round(middle(counts.flatMap(({ roundTripMs }) => roundTripMs ?? []))),
  }
}

/** The share lost in the second before; none where there is no second before, or nothing came. */
function lossSince(one: Counts, place: number, counts: readonly Counts[]): number[] {
  const before = counts[place - LOOKS_A_SECOND]
  if (!before) return []
  const lost = Math.max(0, one.lost - before.lost)
  const all = one.received - before.received + lost
  return all > 0 ? [lost / all] : []
}

function middle(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

/** A picture that no encoder can make small: what is sent is what the line takes. */
function noise(): { track: MediaStreamTrack | null; stop: () => void } {
  const canvas = document.createElement("canvas")
  canvas.width = 640
  canvas.height = 360
  const context = canvas.getContext("2d")
  const draw = () => {
    if (!context) return
    for (let y = 0; y < 360; y += 8)
      for (let x = 0; x < 640; x += 8) {
        context.fillStyle = `hsl(${Math.floor(Math.random() * 360)} 80% ${30 + Math.floor(Math.random() * 40)}%)`
        context.fillRect(x, y, 8, 8)
      }
  }
  draw()
  const timer = setInterval(draw, 66)
  const track = canvas.captureStream(15).getVideoTracks()[0] ?? null
  return {
    track,
    stop: () => {
      clearInterval(timer)
      track?.stop()
    },
  }
}
