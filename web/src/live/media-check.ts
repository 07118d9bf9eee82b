/** The ear and the mouth of the device check: level meter, three seconds of recording, a bell. */

/** How loud a block of samples is, 0 to 1 on a scale that follows hearing (-60 dB to 0 dB). */
export function loudness(samples: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < samples.length; i++) sum += (samples[i] ?? 0) ** 2
  const rms = Math.sqrt(sum / Math.max(1, samples.length))
  if (rms === 0) return 0
  return Math.min(1, Math.max(0, (20 * Math.log10(rms) + 60) / 60))
}

/** Tell how loud a stream is, about sixteen times a second, until the returned function is called. */
export function meter(stream: MediaStream, onLevel: (level: number) => void): () => void {
  const context = new AudioContext()
  const source = context.createMediaStreamSource(stream)
  const analyser = context.createAnalyser()
  analyser.fftSize = 1024
  source.connect(analyser)
  void context.resume().catch(() => undefined)
  const samples = new Float32Array(analyser.fftSize)
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples)
    onLevel(loudness(samples))
  }, 60)
  return () => {
    clearInterval(timer)
    void context.close().catch(() => undefined)
  }
}

/** Whether this browser can record at all; where not, the meter must do. */
export function canRecord(): boolean {
  return typeof MediaRecorder !== "undefined"
}

/** Record for a while and give back the sound. It never leaves the device. */
export function record(stream: MediaStream, milliseconds: number): Promise<Blob> {
  return new Promise((resolve, reject) => {
    const recorder = new MediaRecorder(stream)
    const parts: Blob[] = []
    recorder.ondataavailable = ({ data }) => parts.push(data)
    recorder.onerror = () => reject(new Error("The recorder failed."))
    recorder.onstop = () => resolve(new Blob(parts, { type: recorder.mimeType }))
    recorder.start()
    setTimeout(() => recorder.state !== "inactive" && recorder.stop(), milliseconds)
  })
}

/** Play a recording to its end. */
export async function playBack(sound: Blob, speaker: string): Promise<void> {
  const element = new Audio()
  const address = URL.createObjectURL(sound)
  element.src = address
  if (speaker && "setSinkId" in element) await element.setSinkId(speaker).catch(() => undefined)
  const ended = new Promise<void>((resolve) => {
    element.onended = () => resolve()
    element.onerror = () => resolve()
  })
  try {
    await element.play()
    await ended
  } finally {
    URL.revokeObjectURL(address)
  }
}

/** A friendly bell: two notes a third apart, fading. */
export async function ring(speaker: string): Promise<void> {
  const context = new AudioContext()
  if (speaker && "setSinkId" in context) {
    await (context as unknown as { setSinkId: (id: string) => Promise<void> })
      .setSinkId(speaker)
      .catch(() => undefined)
  }
  await context.resume()
  for (const [pitch, start] of [
    [659, 0],
    [523, 0.35],
  ] as const) {
    const oscillator = context.createOscillator()
    const gain = context.createGain()
    const at = context.currentTime + start
    oscillator.frequency.value = pitch
    gain.gain.setValueAtTime(0.0001, at)
    gain.gain.exponentialRampToValueAtTime(0.25, at + 0.02)
    gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.9)
    oscillator.connect(gain).connect(context.destination)
    oscillator.start(at)
    oscillator.stop(at + 1)
  }
  await new Promise((resolve) => setTimeout(resolve, 1400))
  await context.close()
}

/** How long the line takes there and back: the median of a few small questions, in milliseconds; null without a line. */
export async function roundTrip(ask: () => Promise<unknown>, times = 5): Promise<number | null> {
  const taken: number[] = []
  for (let i = 0; i < times; i++) {
    const start = performance.now()
    try {
      await ask()
    } catch {
      return null
    }
    taken.push(performance.now() - start)
  }
  return taken.sort((a, b) => a - b)[Math.floor(taken.length / 2)] ?? null
}
