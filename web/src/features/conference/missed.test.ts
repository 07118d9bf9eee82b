import { expect, test } from "vitest"
import type { Message } from "../../live"
import { writtenSince } from "./missed"
import { person } from "./people.fixture"

const said = (author: string, clock: string, state: Message["state"] = "visible") =>
  ({ author: person(author), state, text: clock, created_at: `2026-11-17T${clock}Z` }) as Message

test("what others wrote while one was away, and still stands", async () => {
  const messages = [
    said("ada", "14:09:59"),
    said("ada", "14:10:00"),
    said("grace", "14:10:01"),
    said("linus", "14:10:02", "deleted"),
    said("linus", "14:10:03"),
  ]
  const line = { request: async () => ({ messages }) } as never
  const found = await writtenSince(line, "room", Date.parse("2026-11-17T14:10:00Z"), "grace")
  expect(found.map(({ text }) => text)).toEqual(["14:10:00", "14:10:03"])
})
