import { describe, expect, test } from "vitest"
import { inside, LESSON, lesson, person, seat, state } from "./people.fixture"
import {
  blank,
  handNumber,
  minutesLeft,
  nextLength,
  raisedHands,
  seated,
  type Told,
  told,
  type View,
} from "./view"

const HANDS = [{ user: "grace", pupil: null, at: "2026-11-17T14:09:00Z" }]
const arrived = (...participants: ReturnType<typeof inside>[]) =>
  seated(blank("grace"), seat({ inside: state(participants) }))
const following = (view: View, ...updates: Told[]) => updates.reduce(told, view)
const names = (view: View) => view.participants.map(({ person: { id } }) => id)

describe("differences lead to what a fresh state says", () => {
  test("people come, change and go", () => {
    const view = following(
      arrived(inside("ada"), inside("grace")),
      { type: "participant.joined", conference: LESSON, participant: inside("eve") },
      { type: "participant.joined", conference: LESSON, participant: inside("linus") },
      { type: "participant.changed", conference: LESSON, participant: inside("ada", { microphone: true }) },
      { type: "participant.left", conference: LESSON, user: "eve" },
    )
    const fresh = arrived(inside("linus"), inside("ada", { microphone: true }), inside("grace"))
    expect(view.participants).toEqual(fresh.participants)
    expect(names(view)).toEqual(["ada", "grace", "linus"])
  })

  test("locks, a freeze, a pause, hands and more time", () => {
    const view = following(
      arrived(inside("ada")),
      { type: "conference.warning", conference: LESSON, minutes_left: 5, closing: false, may_extend_to: 60 },
      { type: "conference.locked", conference: LESSON, on: true },
      { type: "conference.frozen", conference: LESSON, until: "2026-11-17T14:12:00Z", schools: ["Liceo"] },
      { type: "conference.paused", conference: LESSON, on: true, by: "Ada" },
      { type: "conference.locks_changed", conference: LESSON, locks: ["camera"] },
      { type: "hands.changed", conference: LESSON, hands: HANDS, quiet_first: true },
      { type: "removed.changed", conference: LESSON, removed: [] },
      { type: "talk.changed", conference: LESSON, talk: [{ school: "Liceo", country: "IT", seconds: 40 }] },
      { type: "conference.extended", conference: LESSON, duration_min: 60, ends_at: "2026-11-17T15:00:00Z" },
    )
    const [ends_at, closes_at] = ["2026-11-17T15:00:00Z", "2026-11-17T15:00:00Z"]
    const conference = lesson({ duration_min: 60, ends_at, closes_at })
    const fresh = state([inside("ada")], {
      conference,
      locked: true,
      frozen_until: "2026-11-17T14:12:00Z",
      frozen_schools: ["Liceo"],
      paused: true,
      locks: ["camera"],
      hands: HANDS,
      quiet_first: true,
      talk: [{ school: "Liceo", country: "IT", seconds: 40 }],
    })
    expect({ ...view, seat: null, pausedBy: null }).toEqual({
      ...seated(blank("grace"), seat({ inside: fresh })),
      seat: null,
    })
  })
})

describe("one's own seat", () => {
  test("waits, is called, and comes in", () => {
    let view = seated(blank("grace"), seat({ state: "queued", wait_reason: "full", queue_position: 1 }))
    expect(view.phase).toBe("waiting")
    view = told(view, {
      type: "seat.changed",
      seat: seat({ inside: state([inside("ada"), inside("grace")]) }),
    })
    expect([view.phase, names(view)]).toEqual(["inside", ["ada", "grace"]])
  })

  test("keeps the people when only its own rights change", () => {
    const view = told(arrived(inside("ada"), inside("grace")), {
      type: "seat.changed",
      seat: seat({ role: "presenter", may_publish: ["microphone", "camera", "screen"] }),
    })
    expect([view.phase, view.seat?.role, names(view)]).toEqual(["inside", "presenter", ["ada", "grace"]])
  })

  test("that is lost says why, once", () => {
    const view = following(
      arrived(inside("ada")),
      {
        type: "seat.lost",
        conference: LESSON,
        reason: "banned",
        end_reason: null,
        text: "Please be quiet.",
        until: "2026-12-01T10:00:00Z",
      },
      { type: "seat.lost", conference: LESSON, reason: "ended", end_reason: "time", text: "", until: null },
    )
    expect([view.phase, view.farewell]).toEqual([
      "out",
      { reason: "banned", endReason: null, text: "Please be quiet.", until: "2026-12-01T10:00:00Z" },
    ])
  })

  test("what a broadcast says of entering and hosting is not about the reader", () => {
    const own = { ...arrived(inside("ada")), conference: lesson({ you_host: true, you_listen: true }) }
    const view = told(own, {
      type: "conference.changed",
      conference: lesson({ title: "New", you_host: false, you_may_enter: false }),
    })
    const { title, you_host, you_may_enter, you_listen } = view.conference ?? lesson()
    expect([title, you_host, you_may_enter, you_listen]).toEqual(["New", true, true, true])
  })
})

test("hands are called in the server's order, those of a class each by name", () => {
  const classmate = { person: person("yuna"), hand_at: "2026-11-17T14:07:00Z" }
  const at = "2026-11-17T14:08:00Z"
  const view = told(arrived(inside("ada"), inside("eve", { class_list: [classmate] }), inside("grace")), {
    type: "hands.changed",
    conference: LESSON,
    hands: [
      { user: "eve", pupil: "yuna", at },
      { user: "nobody", pupil: null, at },
      { user: "grace", pupil: null, at },
    ],
    quiet_first: false,
  })
  expect(raisedHands(view).map(({ person: { id }, number }) => [id, number])).toEqual([
    ["yuna", 1],
    ["grace", 3],
  ])
  expect([handNumber(view, "eve"), handNumber(view, "grace"), handNumber(view, "ada")]).toEqual([1, 3, null])
})

test("who paused is forgotten with the pause", () => {
  const pause = (on: boolean): Told => ({ type: "conference.paused", conference: LESSON, on, by: "Ada" })
  const paused = told(arrived(inside("ada")), pause(true))
  expect([paused.paused, paused.pausedBy]).toEqual([true, "Ada"])
  expect(told(paused, pause(false))).toMatchObject({ paused: false, pausedBy: null })
})

test("the notice of being muted goes when the hold is lifted", () => {
  const muted: Told = {
    type: "participant.muted",
    conference: LESSON,
    source: "microphone",
    held: true,
    by: "Ada",
  }
  const changed = (change: Parameters<typeof inside>[1]): Told => ({
    type: "participant.changed",
    conference: LESSON,
    participant: inside("grace", change),
  })
  const held = following(arrived(inside("grace")), muted, changed({ held_back: ["microphone"] }))
  expect(held.muted).toEqual({ source: "microphone", held: true, by: "Ada" })
  expect(following(held, changed({})).muted).toBeNull()
})

test.each([
  ["14:29:00", 1],
  ["14:28:59", 2],
  ["14:00:00", 30],
  ["14:30:00", 0],
  ["14:45:00", 0],
])("at %s there are %i minutes left", (clock, minutes) => {
  expect(minutesLeft("2026-11-17T14:30:00Z", Date.parse(`2026-11-17T${clock}Z`))).toBe(minutes)
})

test("only 30 and 60 minutes have a next length", () => {
  expect([30, 60, 90, 45].map(nextLength)).toEqual([60, 90, null, null])
})

test("waiting people are told to those who may admit", () => {
  const waiting = [{ person: person("linus"), reason: "admission" as const, since: "2026-11-17T14:09:00Z" }]
  expect(told(arrived(inside("ada")), { type: "lobby.changed", conference: LESSON, waiting }).lobby).toEqual(
    waiting,
  )
})
