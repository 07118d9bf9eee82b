import { setupI18n } from "@lingui/core"
import { describe, expect, test } from "vitest"
import { announcement, phraseSaid } from "./announcement"
import type { FleetingView } from "./fleeting"
import { inside, person, seat, state } from "./people.fixture"
import { blank, seated, type View } from "./view"

const i18n = setupI18n({ locale: "en", messages: { en: {} } })
const AT = "2026-11-17T14:09:00Z"

const room = (may: string[] = []): View =>
  seated(blank("ada"), seat({ may, inside: state([inside("ada"), inside("grace")]) }))
const leading = room(["CONFERENCE_MODERATE"])

describe("those who listen hear", () => {
  const raised = (view: View): View => ({ ...view, hands: [{ user: "grace", pupil: null, at: AT }] })

  test("of a raised hand, once, when they lead", () => {
    expect(announcement(i18n, leading, raised(leading))).toBe("Grace raises a hand.")
    expect(announcement(i18n, raised(leading), raised(leading))).toBeNull()
    expect(announcement(i18n, room(), raised(room()))).toBeNull()
  })

  test("of somebody at the door, and of the time", () => {
    const lobby = [{ person: person("linus"), reason: "admission" as const, since: AT }]
    expect(announcement(i18n, leading, { ...leading, lobby })).toBe("1 person is waiting at the door.")
    const warning = { minutesLeft: 5, closing: false, extendTo: null }
    expect(announcement(i18n, room(), { ...room(), warning })).toBe("5 minutes left.")
    const closing = { ...warning, closing: true }
    expect(announcement(i18n, room(), { ...room(), warning: closing })).toBe("The room closes in 5 minutes.")
  })

  test("not who comes and goes", () => {
    expect(announcement(i18n, room(), { ...room(), participants: [inside("ada")] })).toBeNull()
  })
})

describe("a phrase card", () => {
  const none: FleetingView = { signs: [], captions: [] }
  const said = (user: string): FleetingView => ({
    ...none,
    signs: [{ id: 1, user, kind: "phrase", value: "please_repeat" }],
  })

  test("is read out with the name of who showed it, once", () => {
    expect(phraseSaid(i18n, none, said("grace"), room())).toBe("Grace: Please repeat")
    expect(phraseSaid(i18n, said("grace"), said("grace"), room())).toBeNull()
  })

  test("of one's own is not, and neither is a reaction", () => {
    expect(phraseSaid(i18n, none, said("ada"), room())).toBeNull()
    const clapping: FleetingView = {
      ...none,
      signs: [{ id: 1, user: "grace", kind: "reaction", value: "clap" }],
    }
    expect(phraseSaid(i18n, none, clapping, room())).toBeNull()
  })
})
