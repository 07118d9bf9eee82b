import { expect, it } from "vitest"
import { marked } from "./marks"

const said = (text: string, ...spans: [number, number][]) =>
  marked(
    text,
    spans.map(([start, end]) => ({ kind: "phone" as const, start, end })),
  ).map(({ text, found }) => (found ? `[${text}]` : text))

it("marks what was found where the server found it, also after an emoji", () => {
  expect(said("👩🏽‍🚀 call 055 now", [10, 13])).toEqual(["👩🏽‍🚀 call ", "[055]", " now"])
  expect(said("055 and 066", [0, 3], [8, 11])).toEqual(["[055]", " and ", "[066]"])
  expect(said("nothing", [0, 0])).toEqual(["nothing"])
})
