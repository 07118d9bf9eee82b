import { describe, expect, test } from "vitest"
import { outOfReach, ownStates } from "./ownstate"
import { inside, seat, state } from "./people.fixture"
import { blank, seated } from "./view"

const sitting = (change: Parameters<typeof seat>[0], paused = false) =>
  seated(blank("grace"), seat({ inside: state([inside("ada"), inside("grace")], { paused }), ...change }))

describe("one is told", () => {
  test.each([
    [{ may_not_publish: { microphone: "held" } }, ["held_microphone"]],
    [{ may_not_publish: { microphone: "held", camera: "held" } }, ["held_microphone", "held_camera"]],
    [{ chat_closed: "held" }, ["held_chat"]],
    [
      { may_not_publish: { microphone: "locked", camera: "locked", screen: "locked" } },
      ["locked_microphone"],
    ],
    [{ may_not_publish: { camera: "locked" } }, ["locked_camera"]],
    [{ may_not_publish: { screen: "locked" } }, []],
    [{ may_not_publish: { camera: "audio_only" } }, []],
    [
      { may_not_publish: { microphone: "no_teacher", camera: "held" }, chat_closed: "no_teacher" },
      ["no_teacher"],
    ],
    [{ may_not_publish: { microphone: "no_school_teacher" } }, ["no_school_teacher"]],
    [{ may_not_publish: { microphone: "paused", camera: "held" } }, ["paused"]],
    [{ chat_closed: "locked" }, []],
  ])("%j as %j", (change, states) => {
    expect(ownStates(sitting(change))).toEqual(states)
  })

  test("of the pause even before the seat says so", () => {
    expect(ownStates(sitting({}, true))).toEqual(["paused"])
  })

  test("nothing, when one leads", () => {
    const leading = { may: ["CONFERENCE_MODERATE"], may_not_publish: { microphone: "locked" } }
    expect(ownStates(sitting(leading, true))).toEqual([])
  })

  test("once, when the teacher who muted is named already", () => {
    const view = sitting({ may_not_publish: { microphone: "held" } })
    expect(ownStates({ ...view, muted: { source: "microphone", held: true, by: "Ada" } })).toEqual([])
  })
})

test("a button is out of reach for reasons that a notice explains, not for the others", () => {
  const view = sitting({ may_not_publish: { microphone: "locked", camera: "no_video_consent" } })
  expect([outOfReach(view, "microphone"), outOfReach(view, "camera"), outOfReach(view, "screen")]).toEqual([
    true,
    false,
    false,
  ])
})
