const LOOK_EVERY_MS = 400
/** The server reports at least once a second: after this long without a byte the path is broken. */
const STILL_AFTER_MS = 1500
/** So late a look means that the device slept. */
const ASLEEP_MS = 5000

/** Notices that nothing comes any more, seconds before ICE does, that the device has woken up, and that bytes come again. */
export class Pulse {
  private timer: ReturnType<typeof setInterval> | null = null
  private received = -1
  private movedAt = 0
  private lookedAt = 0
  private told = false

  constructor(
    private readonly read: () => Promise<number | null>,
    private readonly onStill: () => void,
    private readonly onFlow: () => void,
    private readonly now: () => number = () => performance.now(),
  ) {}

  start(): void {
    this.stop()
    this.received = -1
    this.movedAt = this.lookedAt = this.now()
    this.told = false
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS)
  }

  stop(): void {
    if (this.timer) clearInterval(this.timer)
    this.timer = null
  }

  private async look(): Promise<void> {
    const { timer } = this
    const received = await this.read()
    if (this.timer !== timer || received === null) return
    const now = this.now()
    const slept = now - this.lookedAt > ASLEEP_MS
    this.lookedAt = now
    const moved = received !== this.received
    if (moved) {
      this.received = received
      this.movedAt = now
      if (this.told) this.onFlow()
      this.told = false
    }
    if (!this.told && (slept || now - this.movedAt > STILL_AFTER_MS)) {
      this.told = true
      this.onStill()
    }
  }
}

/** What the transport has received, out of the browser's statistics. */
export function bytesReceived(report: Iterable<unknown>): number | null {
  for (const raw of report) {
    const entry = raw as { type?: string; bytesReceived?: number }
    if (entry.type === "transport") return entry.bytesReceived ?? null
  }
  return null
}
