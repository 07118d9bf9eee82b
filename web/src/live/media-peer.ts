import type { Layer, Source } from "./wire"

export type PeerState = "new" | "connecting" | "connected" | "disconnected" | "failed" | "closed"

/** Smallest first, as the server's layers are ordered; the bit rates suit a class on a school's line. */
export const CAMERA_LAYERS: RTCRtpEncodingParameters[] = [
  { rid: "low", scaleResolutionDownBy: 4, maxBitrate: 120_000 },
  { rid: "medium", scaleResolutionDownBy: 2, maxBitrate: 400_000 },
  { rid: "high", scaleResolutionDownBy: 1, maxBitrate: 1_200_000 },
]
const SCREEN_LAYER: RTCRtpEncodingParameters[] = [{ maxBitrate: 2_000_000, maxFramerate: 15 }]
const AUDIO_SLOTS = 3

export interface PeerOptions {
  videoSlots: number
  onState: (state: PeerState) => void
  /** Tests hand in a fake. */
  open?: (configuration: RTCConfiguration) => RTCPeerConnection
}

/**
 * One RTCPeerConnection with one offer for its whole life: microphone, camera and screen going out, then slots coming
 * in. Tracks come and go by replaceTrack, so nothing is negotiated again but the path (a restart of ICE).
 */
export class Peer {
  readonly connection: RTCPeerConnection
  private readonly out: Record<Source, RTCRtpTransceiver>
  private readonly slots: RTCRtpTransceiver[] = []
  private readonly streams = new Map<string, MediaStream>()
  private closed = false
  private layersSet: Promise<void> = Promise.resolve()

  constructor(options: PeerOptions) {
    const open = options.open ?? ((configuration) => new RTCPeerConnection(configuration))
    const connection = open({ bundlePolicy: "max-bundle", rtcpMuxPolicy: "require" })
    this.connection = connection
    this.out = {
      microphone: connection.addTransceiver("audio", { direction: "sendonly" }),
      camera: connection.addTransceiver("video", { direction: "sendonly", sendEncodings: CAMERA_LAYERS }),
      screen: connection.addTransceiver("video", { direction: "sendonly", sendEncodings: SCREEN_LAYER }),
    }
    for (let i = 0; i < AUDIO_SLOTS; i++)
      this.slots.push(connection.addTransceiver("audio", { direction: "recvonly" }))
    for (let i = 0; i < options.videoSlots; i++) {
      this.slots.push(connection.addTransceiver("video", { direction: "recvonly" }))
    }
    for (const transceiver of [...Object.values(this.out), ...this.slots]) preferCodecs(transceiver)
    connection.onconnectionstatechange = () => {
      if (!this.closed) options.onState(connection.connectionState)
    }
  }

  /** Try these relays too, from the next offer on. */
  use(relays: RTCIceServer[]): void {
    if (relays.length > 0 && !this.closed)
      this.connection.setConfiguration({ ...this.connection.getConfiguration(), iceServers: relays })
  }

  /** The SDP of the one offer, or of a restart of ICE on it. Candidates are not waited for: the server is ICE-lite. */
  async offer(restart = false): Promise<string> {
    if (restart) this.connection.restartIce()
    await this.connection.setLocalDescription()
    return this.connection.localDescription?.sdp ?? ""
  }

  async accept(sdp: string): Promise<void> {
    if (!this.closed) await this.connection.setRemoteDescription({ type: "answer", sdp })
  }

  /** Send this track, or nothing, as this source. */
  async put(source: Source, track: MediaStreamTrack | null): Promise<void> {
    if (this.closed) return
    await this.out[source].sender.replaceTrack(track)
  }

  /** Send these layers of a camera or screen, and pause the others. One change after the other, as browsers want it. */
  send(source: "camera" | "screen", layers: readonly Layer[]): Promise<void> {
    this.layersSet = this.layersSet.then(() => this.activate(source, layers)).catch(() => undefined)
    return this.layersSet
  }

  private async activate(source: "camera" | "screen", layers: readonly Layer[]): Promise<void> {
    if (this.closed) return
    const { sender } = this.out[source]
    const parameters = sender.getParameters()
    let changed = false
    for (const encoding of parameters.encodings) {
      const active = layers.includes((encoding.rid ?? "high") as Layer)
      changed ||= encoding.active !== active
      encoding.active = active
    }
    if (changed) await sender.setParameters(parameters)
  }

  get audioMids(): string[] {
    return this.midsOf("audio")
  }

  get videoMids(): string[] {
    return this.midsOf("video")
  }

  /** The stream of a slot: the same object as long as the peer lives, so an element keeps it. */
  stream(mid: string): MediaStream | null {
    const known = this.streams.get(mid)
    if (known) return known
    const slot = this.slots.find((transceiver) => transceiver.mid === mid)
    if (!slot) return null
    const stream = new MediaStream([slot.receiver.track])
    this.streams.set(mid, stream)
    return stream
  }

  async statistics(): Promise<unknown[]> {
    if (this.closed) return []
    const report = await this.connection.getStats()
    return [...report.values()]
  }

  close(): void {
    this.closed = true
    this.connection.close()
  }

  private midsOf(kind: string): string[] {
    return this.slots.flatMap((slot) => (slot.receiver.track.kind === kind && slot.mid ? [slot.mid] : []))
  }
}

/**
 * VP8 first, because every browser encodes it as simulcast; constrained baseline H.264 as the fallback. Naming only
 * what the server forwards also keeps the offer of fifteen m-lines small.
 */
function preferCodecs(transceiver: RTCRtpTransceiver): void {
  const kind = transceiver.receiver.track.kind
  const codecs = globalThis.RTCRtpReceiver?.getCapabilities?.(kind)?.codecs
  if (!codecs || typeof transceiver.setCodecPreferences !== "function") return
  const wanted = kind === "audio" ? [isOpus] : [isVp8, isBaseline, isRetransmission]
  const chosen = wanted.flatMap((matches) => codecs.filter(matches))
  if (chosen.length === 0) return
  try {
    transceiver.setCodecPreferences(chosen)
  } catch {
    // An older browser compares with what it can send; its own order will do.
  }
}

type Codec = Pick<RTCRtpCodec, "mimeType" | "sdpFmtpLine">
const isOpus = (codec: Codec) => /opus$/i.test(codec.mimeType)
const isVp8 = (codec: Codec) => /vp8$/i.test(codec.mimeType)
const isRetransmission = (codec: Codec) => /rtx$/i.test(codec.mimeType)
const isBaseline = (codec: Codec) =>
  /h264$/i.test(codec.mimeType) &&
  /packetization-mode=1/.test(codec.sdpFmtpLine ?? "") &&
  /42e01f/i.test(codec.sdpFmtpLine ?? "")
