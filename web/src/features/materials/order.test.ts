import { expect, test } from "vitest"
import { type Step, stepped } from "./order"

const list = ["a", "b", "c"].map((id) => ({ id }))

/** As the server does it. */
function put(from: readonly { id: string }[], id: string, before: string | null): string {
  const others = from.filter((one) => one.id !== id)
  const place = before === null ? others.length : others.findIndex((one) => one.id === before)
  return [...others.slice(0, place), { id }, ...others.slice(place)].map((one) => one.id).join("")
}

test.each<[number, Step, string]>([
  [1, -1, "bac"],
  [2, -1, "acb"],
  [0, 1, "bac"],
  [1, 1, "acb"],
])("a step of number %i by %i, and its undoing", (place, by, order) => {
  const id = list[place]?.id ?? ""
  const { before, back } = stepped(list, place, by)
  expect(put(list, id, before)).toBe(order)
  expect(
    put(
      [...order].map((one) => ({ id: one })),
      id,
      back,
    ),
  ).toBe("abc")
})
