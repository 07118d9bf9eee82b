import { afterEach, beforeEach, describe, expect, test, vi } from "vitest"
import { CAPTION_STAYS_MS, Fleeting, PHRASE_STAYS_MS, REACTION_STAYS_MS } from "./fleeting"
import { LESSON } from "./people.fixture"

type Told = { conference?: string; [field: string]: unknown }

let listeners: Map<string, (told: Told) => void>
let fleeting: Fleeting
let close: () => void
const hear = (type: string, told: Told) => listeners.get(type)?.({ conference: LESSON, ...told })
const shown = () => fleeting.read().signs.map(({ user, value }) => [user, value])
const read = () => fleeting.read().captions.map(({ text }) => text)

beforeEach(() => {
  vi.useFakeTimers()
  listeners = new Map()
  const on = (type: string, listener: (told: Told) => void) => {
    listeners.set(type, listener)
    return () => listeners.delete(type)
  }
  fleeting = new Fleeting({ on } as never, LESSON)
  close = fleeting.open()
})

afterEach(() => vi.useRealTimers())

describe("signs on the tiles", () => {
  test("stand for a moment, a sentence longer than a thumb", () => {
    hear("reaction.sent", { user: "grace", reaction: "clap" })
    hear("phrase.said", { user: "linus", phrase: "please_repeat" })
    expect(shown()).toEqual([
      ["grace", "clap"],
      ["linus", "please_repeat"],
    ])
    vi.advanceTimersByTime(REACTION_STAYS_MS)
    expect(shown()).toEqual([["linus", "please_repeat"]])
    vi.advanceTimersByTime(PHRASE_STAYS_MS)
    expect(shown()).toEqual([])
  })

  test("of one person replace each other, and the first timer does not take the second away", () => {
    hear("reaction.sent", { user: "grace", reaction: "clap" })
    vi.advanceTimersByTime(REACTION_STAYS_MS - 1)
    hear("reaction.sent", { user: "grace", reaction: "heart" })
    vi.advanceTimersByTime(1)
    expect(shown()).toEqual([["grace", "heart"]])
  })
})

describe("captions", () => {
  test("are the last two lines", () => {
    for (const text of ["one", "two", "three"]) hear("caption.written", { user: "ada", name: "Ada", text })
    expect(read()).toEqual(["two", "three"])
  })

  test("go when nothing new is written", () => {
    hear("caption.written", { user: "ada", name: "Ada", text: "one" })
    vi.advanceTimersByTime(CAPTION_STAYS_MS)
    expect(read()).toEqual([])
  })
})

test("what passes in another conference is not shown here, and nothing is after closing", () => {
  hear("reaction.sent", { conference: "another", user: "grace", reaction: "clap" })
  expect(shown()).toEqual([])
  hear("reaction.sent", { user: "grace", reaction: "clap" })
  close()
  expect([shown(), listeners.size, vi.getTimerCount()]).toEqual([[], 0, 0])
})
