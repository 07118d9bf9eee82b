import { describe, expect, it } from "vitest"
import type { Message } from "../../live"
import { isOnlyEmoji, mentionAt, mentionsAfter, mentionsIn, pieces } from "./text"

const DANAE = { id: "d", name: "Danae K." }
const LUCA_M = { id: "m", name: "Luca M." }
const LUCA_P = { id: "p", name: "Luca P." }

describe("the words of a message", () => {
  it("find links without the full stop behind them", () => {
    expect(pieces("see https://example.org/a?b=1. Or not", [])).toEqual([
      { kind: "words", text: "see " },
      { kind: "link", text: "https://example.org/a?b=1" },
      { kind: "words", text: ". Or not" },
    ])
  })

  it.each(["javascript:alert(1)", "<b>x</b>", "data:text/html,x", "www.example.org"])(
    "leave %s as words",
    (text) => {
      expect(pieces(text, [])).toEqual([{ kind: "words", text }])
    },
  )

  it("find the names of those who are mentioned, by first or full name", () => {
    expect(pieces("Great, @Danae!", [DANAE]).map((piece) => piece.text)).toEqual(["Great, ", "@Danae", "!"])
    expect(pieces("@Danae K. yes", [DANAE])[0]).toEqual({ kind: "mention", text: "@Danae K.", user: "d" })
  })

  it("keep numbers with their units together in right-to-left lines only", () => {
    expect(pieces("عندنا 18 °C اليوم", []).map((piece) => piece.kind)).toEqual(["words", "amount", "words"])
    expect(pieces("we have 18 °C", []).map((piece) => piece.kind)).toEqual(["words"])
  })
})

describe("mentions", () => {
  it("of another text are those who are here, and those who were named before and have left", () => {
    const by = (author: typeof DANAE) => ({ author }) as Message
    const before = { mentions: ["d"] }
    expect(mentionsAfter("@Danae and @Luca", before, [LUCA_M], [by(DANAE)])).toEqual(["d", "m"])
    expect(mentionsAfter("@Danae", before, [DANAE], [by(DANAE), by(DANAE)])).toEqual(["d"])
    expect(mentionsAfter("@Luca", before, [LUCA_M], [by(DANAE)])).toEqual(["m"])
    expect(mentionsAfter("@Danae", { mentions: [] }, [LUCA_M], [by(DANAE)])).toEqual([])
  })

  it("name a person by the first name where only one has it", () => {
    expect(mentionsIn("hi @Danae", [DANAE, LUCA_M])).toEqual(["d"])
    expect(mentionsIn("hi @Luca", [LUCA_M, LUCA_P])).toEqual([])
    expect(mentionsIn("hi @Luca P.", [LUCA_M, LUCA_P])).toEqual(["p"])
  })

  it("are offered while a name is being typed after an @, not inside an address", () => {
    expect(mentionAt("hello @Da", 9)).toEqual({ from: 6, typed: "Da" })
    expect(mentionAt("a@b", 3)).toBeNull()
  })
})

it("knows a message of nothing but emoji", () => {
  expect(isOnlyEmoji("🌊")).toBe(true)
  expect(isOnlyEmoji("👍🏽 ❤️")).toBe(true)
  expect(isOnlyEmoji("14")).toBe(false)
  expect(isOnlyEmoji("ok 👍")).toBe(false)
})
