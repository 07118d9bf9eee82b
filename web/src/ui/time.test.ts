import { setupI18n } from "@lingui/core"
import { describe, expect, it } from "vitest"
import { messages as az } from "../locales/az.po"
import { messages as en } from "../locales/en.po"
import { brusselsLabel, dateText, instantOf, knownZone, ownTime, timeText, wall } from "./time"

const english = setupI18n({ locale: "en", messages: { en } })
const azerbaijani = setupI18n({ locale: "az", messages: { az } })

const NOVEMBER = "2026-11-17T14:00:00Z"
const NOVEMBER_END = "2026-11-17T15:00:00Z"

describe("the time text (D-06)", () => {
  it("says Brussels time with its label, and the viewer's own", () => {
    expect(timeText(english, NOVEMBER, NOVEMBER_END, "Asia/Baku")).toBe(
      "Tue 17 Nov, 15:00–16:00 CET (18:00 in Baku)",
    )
  })

  it("is 17:00 in Baku in July and 18:00 in January for 15:00 in Brussels", () => {
    expect(timeText(english, "2026-07-14T13:00:00Z", null, "Asia/Baku")).toBe(
      "Tue 14 Jul, 15:00 CEST (17:00 in Baku)",
    )
    expect(timeText(english, "2026-01-13T14:00:00Z", null, "Asia/Baku")).toBe(
      "Tue 13 Jan, 15:00 CET (18:00 in Baku)",
    )
  })

  it("says one time where the viewer's clock shows the same", () => {
    expect(timeText(english, NOVEMBER, NOVEMBER_END, "Europe/Warsaw")).toBe("Tue 17 Nov, 15:00–16:00 CET")
  })

  it("names the day where it is another one there", () => {
    expect(ownTime(english, Date.parse("2026-11-17T22:00:00Z"), "Asia/Baku")).toBe("Wed 02:00 in Baku")
  })

  it("speaks Azerbaijani without the browser's help", () => {
    expect(timeText(azerbaijani, NOVEMBER, NOVEMBER_END, "Asia/Baku")).toBe(
      "Ç.a., 17 noy, 15:00–16:00 CET (Bakı: 18:00)",
    )
    expect(dateText(azerbaijani, wall("2027-02-17T12:00:00Z", "UTC"))).toBe("17 fev 2027")
  })
})

describe("summer time in Brussels", () => {
  it("begins and ends on the last Sundays of March and October", () => {
    expect(brusselsLabel(Date.parse("2026-03-29T00:59:59Z"))).toBe("CET")
    expect(brusselsLabel(Date.parse("2026-03-29T01:00:00Z"))).toBe("CEST")
    expect(brusselsLabel(Date.parse("2026-10-25T00:59:59Z"))).toBe("CEST")
    expect(brusselsLabel(Date.parse("2026-10-25T01:00:00Z"))).toBe("CET")
  })

  it.each([
    ["2026-01-13", "15:00", "2026-01-13T14:00:00Z"],
    ["2026-07-14", "15:00", "2026-07-14T13:00:00Z"],
    ["2026-03-29", "01:30", "2026-03-29T00:30:00Z"],
    ["2026-03-29", "03:00", "2026-03-29T01:00:00Z"],
    ["2026-10-25", "02:30", "2026-10-25T00:30:00Z"],
    ["2026-10-25", "03:30", "2026-10-25T02:30:00Z"],
  ])("plans %s %s at the right instant", (date, clock, instant) => {
    expect(new Date(instantOf(date, clock, "Europe/Brussels")).toISOString()).toBe(
      instant.replace("Z", ".000Z"),
    )
  })
})

it("takes UTC where a zone is not known", () => {
  expect(knownZone("Mars/Olympus")).toBe("UTC")
  expect(knownZone("Asia/Baku")).toBe("Asia/Baku")
})
