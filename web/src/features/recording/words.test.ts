import { setupI18n } from "@lingui/core"
import { describe, expect, it } from "vitest"
import { lengthText, secondsOf, sizeText } from "./words"

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
    expect(sizeText(english, 0)).toBe("0 byte")
    expect(sizeText(english, 2_400)).toBe("2 kB")
    expect(sizeText(english, 3_450_000)).toBe("3.5 MB")
  })
})
