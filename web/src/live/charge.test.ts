import { describe, expect, it } from "vitest"
import { type Charge, calms, changesRules, decidesAbout } from "./charge"

const filip = { id: "filip", kind: "pupil" } as const
const aysu = { id: "aysu", kind: "pupil" } as const
const eleni = { id: "eleni", kind: "teacher" } as const
const open = ["CHAT_WRITE", "CHAT_DELETE", "CHAT_MODERATE"]
const closed = ["CHAT_DELETE"]

const founder: Charge = { may: open, administers: true, answers_for: [] }
const member: Charge = { may: open, administers: false, answers_for: ["filip"] }
const pupil: Charge = { may: ["CHAT_WRITE", "CHAT_DELETE"], administers: false, answers_for: [] }

describe("what one decides in a room", () => {
  it("is everything for those who administer, and nothing of a pupil's menu about adults", () => {
    expect([filip, aysu, eleni].map((one) => decidesAbout(founder, one))).toEqual([true, true, true])
    expect([filip, aysu, eleni].map((one) => calms(founder, one))).toEqual([true, true, false])
    expect(changesRules(founder)).toBe(true)
  })

  it("is for member teachers what concerns the pupils for whom they answer", () => {
    expect([filip, aysu, eleni].map((one) => decidesAbout(member, one))).toEqual([true, false, false])
    expect([filip, aysu, eleni].map((one) => calms(member, one))).toEqual([true, false, false])
    expect(changesRules(member)).toBe(false)
  })

  it("is nothing for pupils, who may delete what is their own", () => {
    expect(decidesAbout(pupil, filip)).toBe(false)
    expect(calms(pupil, filip)).toBe(false)
  })

  it("ends with the project but for deleting", () => {
    const after = { ...founder, may: closed }
    expect([decidesAbout(after, filip), calms(after, filip), changesRules(after)]).toEqual([
      true,
      false,
      false,
    ])
  })
})
