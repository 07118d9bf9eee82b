import { setupI18n } from "@lingui/core"
import { describe, expect, test } from "vitest"
import { gradeOf, inFull, shortly, speedText } from "./findings"

const i18n = setupI18n({ locale: "en", messages: { en: {} } })

describe("what a check found", () => {
  test.each([
    [[], "ok", "Good"],
    [["relay_only"], "ok", "Good, by the relay"],
    [["relay_only", "few_pictures"], "hold", "A few small pictures"],
    [["audio_only", "loss", "delay"], "hold", "Sound and slides"],
    [["blocked"], "bad", "Does not work"],
  ] as const)("%j is %s: %s", (findings, grade, words) => {
    expect([gradeOf(findings), shortly(i18n, findings)]).toEqual([grade, words])
  })

  test("is said in full, one sentence after the other", () => {
    expect(inFull(i18n, [])).toBe("Your network carries sound and pictures well.")
    expect(inFull(i18n, ["loss", "delay"])).toBe(
      "A part of what is sent gets lost. Use a cable, or sit closer to the router. What is sent arrives late. Close other programs that use the internet.",
    )
  })
})

test.each([
  [64, "64 kbit/s"],
  [1800, "1.8 Mbit/s"],
  [24_000, "24 Mbit/s"],
])("%d kbit/s is written %s", (kbit, words) => {
  expect(speedText(kbit)).toBe(words)
})
