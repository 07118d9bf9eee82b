import { expect, it } from "vitest"
import type { Message } from "../../live"
import { ofOne } from "./ofone"

const written = (id: string, author: string, state: Message["state"]) =>
  ({ id, state, author: { id: author } }) as Message

it("takes all that one pupil has written, by what may be done with it, and nothing that is going", () => {
  const messages = [
    written("1", "aysu", "held"),
    written("2", "filip", "held"),
    written("3", "aysu", "visible"),
    written("4", "aysu", "deleted"),
    written("5", "aysu", "held"),
    written("6", "aysu", "held"),
  ]
  const { held, read } = ofOne(messages, "aysu", (id) => id === "6")
  expect(held.map((one) => one.id)).toEqual(["1", "5"])
  expect(read.map((one) => one.id)).toEqual(["3"])
})
