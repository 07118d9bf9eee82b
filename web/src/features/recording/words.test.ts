import { setupI18n } from "@lingui/core"
import { describe, expect, it } from "vitest"
import { currentChapter, currentSlide, lengthText, secondsOf, sizeText } from "./words"

const english = setupI18n({ locale: "en", messages: { en: {} } })

describe("times of a recording", () => {
  it("are written as a player writes them, and read back", () => {
    for (const [seconds, text] of [
      [0, "0:00"],
      [75, "1:15"],
      [3700, "1:01:40"],
    ] as const) {
      expect(lengthText(seconds)).toBe(text)
      expect(secondsOf(text)).toBe(seconds)
    }
  })

  it("are not guessed from something else", () => {
    for (const text of ["", "soon", "-3", "1:2:3:4"]) expect(secondsOf(text)).toBeNull()
  })
})

describe("what is stored", () => {
  it("is nothing before Record, and then grows in words", () => {
    expect(sizeText(english, 0)).toBe("0 bytes")
    expect(sizeText(english, 2_400)).toBe("2 kB")
    expect(sizeText(english, 3_450_000)).toBe("3.5 MB")
  })
})

describe("the chapter in which a moment lies", () => {
  const chapters = [0, 12.5, 60].map((at_s) => ({
    at_s,
    kind: "slide" as const,
    title: "Rivers",
    page: at_s,
    picture: null,
  }))

  it("begins where the page came, and lasts until the next", () => {
    for (const [at, page] of [
      [0, 0],
      [12.3, 0],
      [12.5, 12.5],
      [59, 12.5],
      [900, 60],
    ] as const)
      expect(currentChapter(chapters, at)?.page).toBe(page)
  })

  it("leaves the page there while a poll is open", () => {
    const poll = { at_s: 20, kind: "poll" as const, title: "Which river?", page: null, picture: null }
    const all = [...chapters, poll].sort((a, b) => a.at_s - b.at_s)
    expect(currentChapter(all, 30)).toBe(poll)
    expect(currentSlide(all, 30)?.page).toBe(12.5)
  })

  it("is none before the first", () => {
    expect(currentChapter(chapters.slice(1), 3)).toBeUndefined()
  })
})
