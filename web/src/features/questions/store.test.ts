import { expect, test } from "vitest"
import { type ConferenceState, type Followed, type Question, Refusal, type YourSeat } from "../../live"
import { LiveQuestions } from "./store"

const LESSON = "0190d5a0-0000-7000-8000-000000000001"

const question = (id: string, change: Partial<Question> = {}): Question => ({
  id,
  author: { id: "grace", name: "Grace", kind: "pupil", school: null, city: null, country: null },
  text: `Why ${id}?`,
  state: "asked",
  votes: 0,
  asked_at: "2026-11-17T14:00:00Z",
  ...change,
})

/** A conference one has come into, and a line on which others speak. */
function lesson(questions: Question[], question_votes: string[] = [], refused: Refusal | null = null) {
  const listeners = new Map<string, (told: never) => void>()
  const seat = { inside: { questions, question_votes } as unknown as ConferenceState } as YourSeat
  const followed: Followed = { id: LESSON, subscribe: () => () => undefined, read: () => ({ seat }) }
  const line = {
    request: () => (refused ? Promise.reject(refused) : Promise.resolve(null)),
    on: (type: string, listener: (told: never) => void) => {
      listeners.set(type, listener)
      return () => listeners.delete(type)
    },
  }
  const store = new LiveQuestions(line as never, followed)
  store.open()
  return {
    store,
    hear: (type: string, told: object) => listeners.get(type)?.({ conference: LESSON, ...told } as never),
  }
}

test("the one being answered comes first, then by votes, the earliest of equals", () => {
  const { store } = lesson([
    question("late", { asked_at: "2026-11-17T14:05:00Z" }),
    question("early"),
    question("done", { state: "answered", votes: 9 }),
    question("wanted", { votes: 2, asked_at: "2026-11-17T14:09:00Z" }),
    question("now", { state: "answering" }),
  ])
  expect(store.read().map(({ id }) => id)).toEqual(["now", "wanted", "early", "late", "done"])
})

test("one's own vote outlives updates, and a question that comes back", () => {
  const { store, hear } = lesson([question("q", { votes: 1 })], ["q"])
  hear("question.changed", { question: question("q", { votes: 2 }) })
  expect(store.read()[0]).toMatchObject({ votes: 2, voted: true })
  hear("question.gone", { question: "q" })
  expect(store.read()).toEqual([])
  hear("question.changed", { question: question("q", { votes: 2 }) })
  expect(store.read()[0]).toMatchObject({ voted: true })
})

test("a vote that was refused is taken back", async () => {
  const { store } = lesson([question("q")], [], new Refusal("question_answered", "It has been answered."))
  await expect(store.vote("q", true)).rejects.toThrow()
  expect(store.read()[0]).toMatchObject({ voted: false })
})

test("what is said of another conference changes nothing", () => {
  const { store, hear } = lesson([question("q")])
  hear("question.changed", { conference: "another", question: question("foreign") })
  hear("question.gone", { conference: "another", question: "q" })
  expect(store.read().map(({ id }) => id)).toEqual(["q"])
})
