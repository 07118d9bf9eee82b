import { setupI18n } from "@lingui/core"
import { expect, test } from "vitest"
import { shareOf, talkText } from "./talk"

const i18n = setupI18n({ locale: "en", messages: { en: {} } })

test.each([
  [0, "–"],
  [40, "40 s"],
  [125, "2 min 05 s"],
  [600, "10 min 00 s"],
])("%i seconds of talking read %s", (seconds, words) => {
  expect(talkText(i18n, seconds)).toBe(words)
})

test("shares of nothing are nothing", () => {
  expect([shareOf(1, 4), shareOf(0, 0)]).toEqual([0.25, 0])
})
