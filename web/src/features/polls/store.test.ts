import { expect, test } from "vitest"
import type { ConferenceState, Followed, Poll, YourSeat } from "../../live"
import { draftsOf, LivePolls, pagesWith, unanswered } from "./store"

const LESSON = "0190d5a0-0000-7000-8000-000000000001"

const poll = (id: string, change: Partial<Poll> = {}): Poll => ({
  id,
  question: `What about ${id}?`,
  multiple: false,
  anonymous: true,
  state: "open",
  position: 0,
  revision: 0,
  options: [
    { id: "a", text: "Yes" },
    { id: "b", text: "No" },
  ],
  page: null,
  opened_at: "2026-11-17T14:00:00Z",
  results: null,
  yours: null,
  ...change,
})

/** A conference one has come into, and a line that remembers what was asked. */
function lesson(...polls: Poll[]) {
  const listeners = new Map<string, (told: never) => void>()
  const watchers = new Set<() => void>()
  const asked: Record<string, unknown>[] = []
  let seat: YourSeat | null = null
  let answer: unknown = null
  const comeIn = (now: Poll[]) => {
    seat = { inside: { polls: now } as ConferenceState } as YourSeat
    for (const watcher of watchers) watcher()
  }
  const followed: Followed = {
    id: LESSON,
    subscribe: (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    read: () => ({ seat }),
  }
  const line = {
    request: (frame: Record<string, unknown>) => {
      asked.push(frame)
      return Promise.resolve(answer)
    },
    on: (type: string, listener: (told: never) => void) => {
      listeners.set(type, listener)
      return () => listeners.delete(type)
    },
  }
  const store = new LivePolls(line as never, followed)
  store.open()
  comeIn(polls)
  return {
    store,
    asked,
    comeIn,
    answers: (given: unknown) => {
      answer = given
    },
    hear: (type: string, told: object) => listeners.get(type)?.({ conference: LESSON, ...told } as never),
  }
}

test("what is open comes first, drafts come last in their order", () => {
  const { store } = lesson(
    poll("second", { state: "draft", opened_at: null, position: 2 }),
    poll("shown", { state: "shown" }),
    poll("first", { state: "draft", opened_at: null, position: 1 }),
    poll("open"),
  )
  expect(store.read().map(({ id }) => id)).toEqual(["open", "shown", "first", "second"])
  expect(unanswered(store.read()).map(({ id }) => id)).toEqual(["open"])
})

test("an anonymous answer is changed with its receipt, and not without", async () => {
  const { store, asked, answers, comeIn } = lesson(poll("p"))
  answers({ yours: { options: [], may_change: true }, receipt: "0:signed" })
  await store.answer("p", ["a"])
  expect(store.read()[0]).toMatchObject({ chosen: ["a"], changeable: true })
  // A lost line: the page still knows.
  comeIn([poll("p", { yours: { options: [], may_change: true } })])
  expect(store.read()[0]).toMatchObject({ chosen: ["a"], changeable: true })
  answers({ yours: { options: [], may_change: false }, receipt: null })
  await store.answer("p", ["b"])
  expect(asked.map(({ receipt }) => receipt)).toEqual([null, "0:signed"])
  expect(store.read()[0]).toMatchObject({ chosen: ["b"], changeable: false })
})

test("whoever loads the page anew has answered, and cannot change it", () => {
  const { store } = lesson(poll("p", { yours: { options: [], may_change: true } }))
  expect(store.read()[0]).toMatchObject({ chosen: [], changeable: false })
  expect(unanswered(store.read())).toEqual([])
})

test("updates change a poll and leave one's own answer", async () => {
  const { store, answers, hear } = lesson(poll("p", { anonymous: false }))
  answers({ yours: { options: ["a"], may_change: true }, receipt: null })
  await store.answer("p", ["a"])
  hear("poll.counted", { poll: "p", results: { answered: 1, votes: [1, 0] } })
  expect(store.read()[0]).toMatchObject({ results: { answered: 1 }, chosen: ["a"], changeable: true })
  hear("poll.changed", { poll: poll("p", { anonymous: false, state: "closed" }) })
  expect(store.read()[0]).toMatchObject({ state: "closed", chosen: ["a"], changeable: false })
  hear("poll.changed", { poll: poll("draft", { state: "draft", opened_at: null }) })
  hear("poll.deleted", { poll: "draft" })
  expect(store.read()).toHaveLength(1)
})

test("the drafts of a page are offered while it is on stage, in their order", () => {
  const on = (page: number) => ({ document: "d", page })
  const { store } = lesson(
    poll("second", { state: "draft", opened_at: null, page: on(3), position: 2 }),
    poll("first", { state: "draft", opened_at: null, page: on(3), position: 1 }),
    poll("opened", { page: on(3) }),
    poll("elsewhere", { state: "draft", opened_at: null, page: on(4) }),
    poll("free", { state: "draft", opened_at: null }),
  )
  const ids = (slides: { document: string; page: number } | null) =>
    draftsOf(store.read(), slides).map(({ id }) => id)
  expect(ids(on(3))).toEqual(["first", "second"])
  expect([ids(on(5)), ids({ document: "other", page: 3 }), ids(null)]).toEqual([[], [], []])
  expect([...pagesWith(store.read(), "d")].sort()).toEqual([3, 4])
})
