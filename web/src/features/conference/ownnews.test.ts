import { describe, expect, test } from "vitest"
import { ownNews } from "./ownnews"
import { inside, seat, state } from "./people.fixture"
import { blank, seated } from "./view"

const being = (change: Parameters<typeof inside>[1] = {}) =>
  seated(blank("grace"), seat({ inside: state([inside("ada"), inside("grace", change)]) }))

describe("one is told", () => {
  test.each([
    [{}, { role: "presenter" }, "presenter"],
    [{ role: "presenter" }, {}, "attendee"],
    [{}, { role: "cohost" }, "cohost"],
    [{}, { captioner: true }, "captioner"],
    [{ captioner: true }, {}, "no_captioner"],
    [{}, { microphone: true }, null],
  ] as const)("when %j becomes %j: %s", (before, after, news) => {
    expect(ownNews(being(before), being(after))).toBe(news)
  })

  test("nothing on coming in, and nothing of others", () => {
    expect(ownNews(blank("grace"), being({ role: "presenter" }))).toBeNull()
    const others = { ...being(), participants: [inside("ada", { captioner: true }), inside("grace")] }
    expect(ownNews(being(), others)).toBeNull()
  })
})
