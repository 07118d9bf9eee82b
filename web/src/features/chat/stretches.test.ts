import { describe, expect, it } from "vitest"
import { END, Stretches } from "./stretches"

describe("the loaded stretches of a history", () => {
  it("know what lies between them", () => {
    const all = new Stretches()
    all.add(90, END)
    all.add(20, 40)
    expect(all.gaps).toEqual([{ after: 40, before: 90 }])
    expect([all.has(30), all.has(50), all.has(1000), all.hasOlder]).toEqual([true, false, true, true])
  })

  it("become one where they touch", () => {
    const all = new Stretches()
    all.add(90, END)
    all.add(20, 40)
    all.add(40, 60)
    all.add(55, 90)
    expect(all.gaps).toEqual([])
    all.add(0, 20)
    expect(all.hasOlder).toBe(false)
  })
})
