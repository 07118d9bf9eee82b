import { expect, it } from "vitest"
import { isPicture, sizeText, titleOfFile } from "./files"

it("begins with the name of the file as its title", () => {
  expect(titleOfFile("week_5 chart.png")).toBe("week 5 chart")
  expect(titleOfFile("Our_rivers 2026.final.pptx")).toBe("Our rivers 2026.final")
  expect(titleOfFile("Überblick.docx")).toBe("Überblick")
  expect(titleOfFile("no ending")).toBe("no ending")
  expect(titleOfFile(".pdf")).toBe(".pdf")
  expect(titleOfFile(`${"x".repeat(300)}.pdf`)).toHaveLength(200)
})

it("knows a picture by what the device says of it", () => {
  expect(isPicture(new File([], "a.png", { type: "image/png" }))).toBe(true)
  expect(isPicture(new File([], "a.svg", { type: "image/svg+xml" }))).toBe(false)
})

it("says sizes as people do", () => {
  expect(sizeText(10, "en")).toBe("1 kB")
  expect(sizeText(340_000, "en")).toBe("340 kB")
  expect(sizeText(2_450_000, "en")).toBe("2.5 MB")
})
