import { expect, it } from "vitest"
import { described, queued, sizeText, titleOf } from "./queue"

it("begins with the name of the file as its title", () => {
  expect(titleOf("week_5 chart.png")).toBe("week 5 chart")
  expect(titleOf("Überblick.docx")).toBe("Überblick")
  expect(titleOf("no ending")).toBe("no ending")
  expect(titleOf(".pdf")).toBe(".pdf")
  expect(titleOf(`${"x".repeat(300)}.pdf`)).toHaveLength(200)
})

it("says of each file what belongs to it, and of all what belongs to all", () => {
  const [one, other] = queued([new File(["a"], "a.png"), new File(["b"], "b.png")])
  if (!one || !other) throw new Error("two files")
  expect(one.key).not.toBe(other.key)
  const common = { licence: "cc_by", shows_pupils: true } as const
  expect(described({ ...one, altText: "a line" }, "f", common)).toEqual({
    folder: "f",
    title: "a",
    alt_text: "a line",
    licence: "cc_by",
    shows_pupils: true,
  })
})

it("says sizes as people do", () => {
  expect(sizeText(10, "en")).toBe("1 kB")
  expect(sizeText(340_000, "en")).toBe("340 kB")
  expect(sizeText(2_450_000, "en")).toBe("2.5 MB")
})
