import { expect, test, vi } from "vitest"
import { loudness } from "./media-check"
import { OwnSources, problemOf, sortDevices } from "./media-devices"

const named = (name: string) => new DOMException("no", name)

test.each([
  ["NotAllowedError", "denied"],
  ["NotFoundError", "missing"],
  ["OverconstrainedError", "missing"],
  ["NotReadableError", "busy"],
  ["TypeError", "failed"],
] as const)("%s is told as %s", (name, problem) => {
  expect(problemOf(named(name), "microphone")).toBe(problem)
})

test("closing the chooser of a screen is no trouble", () => {
  expect(problemOf(named("NotAllowedError"), "screen")).toBe("cancelled")
})

test("devices without a name are not offered", () => {
  const lists = sortDevices([
    { kind: "audioinput", deviceId: "", label: "" },
    { kind: "audioinput", deviceId: "a", label: "Headset" },
    { kind: "videoinput", deviceId: "c", label: "Webcam" },
    { kind: "audiooutput", deviceId: "s", label: "Speaker" },
  ])
  expect(lists).toEqual({
    microphones: [{ id: "a", label: "Headset" }],
    cameras: [{ id: "c", label: "Webcam" }],
    speakers: [{ id: "s", label: "Speaker" }],
  })
})

function track() {
  return { stop: vi.fn(), onended: null as (() => void) | null, enabled: true, contentHint: "" }
}

function devices(answer: () => Promise<unknown>) {
  return {
    getUserMedia: vi.fn(answer),
    enumerateDevices: async () => [],
    addEventListener: vi.fn(),
    removeEventListener: vi.fn(),
  }
}

function sources(answer: () => Promise<unknown>) {
  return new OwnSources(false, devices(answer) as unknown as MediaDevices)
}

test("a source that is opened is announced with its track, and let go when it is closed", async () => {
  const one = track()
  const own = sources(async () => ({ getTracks: () => [one] }))
  const heard: unknown[] = []
  own.onTrack = (source, its) => heard.push([source, its])
  expect(await own.open("camera")).toBe(true)
  own.close("camera")
  expect(heard).toEqual([
    ["camera", one],
    ["camera", null],
  ])
  expect(one.stop).toHaveBeenCalledOnce()
  expect(own.read().camera).toEqual({ state: "off", problem: null, stream: null })
})

test("a refused device says why", async () => {
  const own = sources(() => Promise.reject(named("NotReadableError")))
  expect(await own.open("microphone")).toBe(false)
  expect(own.read().microphone).toEqual({ state: "off", problem: "busy", stream: null })
})

test("a device that comes after one has given up waiting is let go at once", async () => {
  const late = track()
  let give: (stream: unknown) => void = () => undefined
  const own = sources(
    () =>
      new Promise((resolve) => {
        give = resolve
      }),
  )
  const opening = own.open("camera")
  own.close("camera")
  give({ getTracks: () => [late] })
  expect(await opening).toBe(false)
  expect(late.stop).toHaveBeenCalledOnce()
})

test("an unplugged microphone ends by itself and is told", async () => {
  const one = track()
  const own = sources(async () => ({ getTracks: () => [one] }))
  const ended = vi.fn()
  own.onEnded = ended
  await own.open("microphone")
  one.onended?.()
  expect(ended).toHaveBeenCalledWith("microphone")
  expect(own.read().microphone.problem).toBe("missing")
})

test("without a secure page there is no device to ask for", async () => {
  const own = new OwnSources(false, undefined)
  Object.assign(own, { media: undefined })
  expect(await own.open("camera")).toBe(false)
  expect(own.read().camera.problem).toBe("insecure")
})

test("loudness follows hearing: silence is 0, full scale 1, -30 dB the middle", () => {
  expect(loudness(new Float32Array(64))).toBe(0)
  expect(loudness(new Float32Array(64).fill(1))).toBe(1)
  expect(loudness(new Float32Array(64).fill(10 ** (-30 / 20)))).toBeCloseTo(0.5)
})
