import { expect, test } from "vitest"
import { linked } from "./linked"

test("the addresses in a letter stand apart from its words, which stay as they are", () => {
  const text =
    "Rivers\n\nhttp://127.0.0.1:8000/events/1\n\nFewer: https://live.example/unsubscribe/events/0a\n"
  const pieces = linked(text)
  expect(pieces.map((piece) => piece.text).join("")).toBe(text)
  expect(pieces.filter((piece) => piece.link).map((piece) => piece.text)).toEqual([
    "http://127.0.0.1:8000/events/1",
    "https://live.example/unsubscribe/events/0a",
  ])
})

test("what only looks like an address is none", () => {
  expect(linked("javascript:alert(1) www.x.example").filter((piece) => piece.link)).toEqual([])
})
