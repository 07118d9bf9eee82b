import { setupI18n } from "@lingui/core"
import { describe, expect, test } from "vitest"
import { networkLight, probeLight } from "./lights"

const i18n = setupI18n({ locale: "en", messages: { en: {} } })

describe("the light of the network", () => {
  test.each([
    [50, "green", "Internet is good"],
    [300, "yellow", "Internet is weak"],
    [900, "red", "Internet is very slow"],
    [null, "off", "Testing the internet"],
  ] as const)("after %s ms there and back is %s: %s", (milliseconds, colour, word) => {
    expect(networkLight(i18n, "open", milliseconds)).toMatchObject({ colour, word })
  })

  test("is red without a line, whatever was measured before", () => {
    expect(networkLight(i18n, "waiting", 50)).toMatchObject({ colour: "red", word: "No connection" })
  })

  test.each([
    [[], "green"],
    [["relay_only"], "green"],
    [["relay_only", "loss"], "yellow"],
    [["audio_only", "delay"], "yellow"],
    [["few_pictures"], "green"],
    [["blocked"], "red"],
  ] as const)("after a call to oneself that found %j is %s", (findings, colour) => {
    expect(probeLight(i18n, findings).colour).toBe(colour)
  })
})
