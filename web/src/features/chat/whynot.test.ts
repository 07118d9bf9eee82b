import { expect, test } from "vitest"
import type { Inside } from "./useChatroom"
import { whyNot } from "./WhyNot"

const inside: Inside = {
  you: { id: "aysu", name: "Aysu R.", kind: "pupil" },
  people: [],
  may: ["CHAT_WRITE"],
  state: "open",
  administers: false,
  answers_for: [],
}

test("a room that was put away says so of itself, not of its project", () => {
  expect(whyNot({ ...inside, state: "read_only", isSpaceOpen: true })).toBe("archived")
  expect(whyNot({ ...inside, state: "read_only", isSpaceOpen: false })).toBe("read_only")
})

test("whoever may write does, but for a pause", () => {
  expect(whyNot(inside)).toBeNull()
  expect(whyNot({ ...inside, state: "paused" })).toBe("paused")
  expect(whyNot({ ...inside, may: [] })).toBe("no_right")
})
