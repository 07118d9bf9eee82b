import type { Source } from "./wire"

/** Why a device cannot be used; each has one cure, which the page names. */
export type Problem = "denied" | "missing" | "busy" | "insecure" | "cancelled" | "failed"

/** The browser's error as one of our problems (W3C mediacapture-main, getUserMedia and getDisplayMedia). */
export function problemOf(error: unknown, source: Source): Problem {
  const name = error instanceof Error || error instanceof DOMException ? error.name : ""
  switch (name) {
    case "NotAllowedError":
      // Nobody denies a screen for good: the chooser was closed.
      return source === "screen" ? "cancelled" : "denied"
    case "SecurityError":
      return "denied"
    case "NotFoundError":
    case "OverconstrainedError":
      return "missing"
    case "NotReadableError":
    case "AbortError":
      return "busy"
    default:
      return "failed"
  }
}

export interface Device {
  id: string
  label: string
}

export interface DeviceLists {
  microphones: Device[]
  cameras: Device[]
  speakers: Device[]
}

export const NO_DEVICES: DeviceLists = { microphones: [], cameras: [], speakers: [] }

/** Browsers hide names and ids until a permission is given: those entries are of no use for choosing. */
export function sortDevices(
  devices: readonly Pick<MediaDeviceInfo, "kind" | "deviceId" | "label">[],
): DeviceLists {
  const of = (kind: MediaDeviceKind) =>
    devices.flatMap(({ kind: its, deviceId, label }) =>
      its === kind && deviceId && label ? [{ id: deviceId, label }] : [],
    )
  return { microphones: of("audioinput"), cameras: of("videoinput"), speakers: of("audiooutput") }
}

export interface SourceView {
  /** `off → asking → on`, and back to `off`, with a problem when it was not our will. */
  state: "off" | "asking" | "on"
  problem: Problem | null
  stream: MediaStream | null
}

export interface OwnSourcesView extends Record<Source, SourceView> {
  devices: DeviceLists
  chosen: { microphone: string; camera: string; speaker: string }
}

const OFF: SourceView = { state: "off", problem: null, stream: null }

/** The microphone, camera and screen of this device: opened when asked for, closed so that the lamp goes out. */
export class OwnSources {
  private view: OwnSourcesView = {
    microphone: OFF,
    camera: OFF,
    screen: OFF,
    devices: NO_DEVICES,
    chosen: { microphone: "", camera: "", speaker: "" },
  }
  private readonly subscribers = new Set<() => void>()
  private readonly turns: Record<Source, number> = { microphone: 0, camera: 0, screen: 0 }
  /** Told when a source ended by itself: unplugged, or sharing stopped by the browser's own bar. */
  onEnded: (source: Source) => void = () => undefined
  /** Told whenever a source has another track, or none. */
  onTrack: (source: Source, track: MediaStreamTrack | null) => void = () => undefined

  constructor(
    private readonly weak: boolean,
    private readonly media: MediaDevices | undefined = navigator.mediaDevices,
  ) {
    this.media?.addEventListener?.("devicechange", this.lookAgain)
  }

  subscribe = (listener: () => void): (() => void) => {
    this.subscribers.add(listener)
    return () => this.subscribers.delete(listener)
  }

  read = (): OwnSourcesView => this.view

  track(source: Source): MediaStreamTrack | null {
    return this.view[source].stream?.getTracks()[0] ?? null
  }

  /** Open a source. Answers whether it is on; why it is not stands in the view. */
  async open(source: Source): Promise<boolean> {
    if (this.view[source].state === "on") return true
    const turn = ++this.turns[source]
    this.show(source, { state: "asking", problem: null, stream: null })
    try {
      if (!this.media) throw new DOMException("No secure page", "InsecureError")
      const stream = await this.capture(this.media, source)
      if (turn !== this.turns[source]) {
        for (const track of stream.getTracks()) track.stop()
        return false
      }
      this.opened(source, stream)
      return true
    } catch (error) {
      if (turn !== this.turns[source]) return false
      const problem = this.media ? problemOf(error, source) : "insecure"
      this.show(source, { state: "off", problem, stream: null })
      return false
    }
  }

  close(source: Source): void {
    this.turns[source]++
    const { stream } = this.view[source]
    for (const track of stream?.getTracks() ?? []) {
      track.onended = null
      track.stop()
    }
    if (stream) this.onTrack(source, null)
    this.show(source, OFF)
  }

  closeAll(): void {
    this.close("microphone")
    this.close("camera")
    this.close("screen")
    this.media?.removeEventListener?.("devicechange", this.lookAgain)
  }

  /** Use another device; one that is open is opened anew. */
  async choose(kind: "microphone" | "camera" | "speaker", id: string): Promise<void> {
    this.view = { ...this.view, chosen: { ...this.view.chosen, [kind]: id } }
    this.tell()
    if (kind === "speaker" || this.view[kind].state === "off") return
    this.close(kind)
    await this.open(kind)
  }

  private capture(media: MediaDevices, source: Source): Promise<MediaStream> {
    const { chosen } = this.view
    if (source === "screen") {
      if (!media.getDisplayMedia) throw new DOMException("No screen sharing here", "NotFoundError")
      return media.getDisplayMedia({ video: { frameRate: { ideal: 10, max: 15 } }, audio: false })
    }
    if (source === "camera") {
      const size = this.weak
        ? { width: { ideal: 640 }, height: { ideal: 360 } }
        : { width: { ideal: 1280 }, height: { ideal: 720 } }
      return media.getUserMedia({
        video: { ...exactly(chosen.camera), ...size, frameRate: { ideal: 24, max: 30 } },
      })
    }
    const clean = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 }
    return media.getUserMedia({ audio: { ...exactly(chosen.microphone), ...clean } })
  }

  private opened(source: Source, stream: MediaStream): void {
    const track = stream.getTracks()[0]
    if (!track) return
    if (source === "screen") track.contentHint = "detail"
    track.onended = () => {
      this.close(source)
      this.show(source, { ...OFF, problem: source === "screen" ? null : "missing" })
      this.onEnded(source)
    }
    this.show(source, { state: "on", problem: null, stream })
    this.onTrack(source, track)
    void this.lookAgain()
  }

  private readonly lookAgain = async (): Promise<void> => {
    const devices = await this.media?.enumerateDevices().catch(() => [])
    if (!devices) return
    this.view = { ...this.view, devices: sortDevices(devices) }
    this.tell()
  }

  private show(source: Source, view: SourceView): void {
    this.view = { ...this.view, [source]: view }
    this.tell()
  }

  private tell(): void {
    for (const listener of [...this.subscribers]) listener()
  }
}

function exactly(id: string): { deviceId?: { exact: string } } {
  return id ? { deviceId: { exact: id } } : {}
}
