import { describe, expect, it } from "vitest"
import { safeNext, slugOf } from "./SignInPage"

describe("where one goes after signing in", () => {
  it("is a page of ours", () => {
    expect(safeNext("/t/water/chat")).toBe("/t/water/chat")
    expect(safeNext(null)).toBe("/")
  })

  it.each(["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])(
    "is never %s",
    (next) => {
      expect(safeNext(next)).toBe("/")
    },
  )
})

describe("the link from the teacher", () => {
  it.each([
    ["https://twinspace.example/t/water-stories", "water-stories"],
    [" /t/Water-Stories/chat ", "water-stories"],
    ["water-stories", "water-stories"],
    ["", null],
    ["two words", null],
  ])("%s leads to %s", (link, slug) => {
    expect(slugOf(link)).toBe(slug)
  })
})
