import { describe, expect, it } from "vitest"
import type { Target } from "../../live"
import { outcomeOf } from "../../ui/outcomes"
import { measureOf } from "./words"

const REMOVABLE: readonly Target[] = ["message", "material", "question", "recording"]

describe("what was removed", () => {
  it("is called by its own name, by whoever reads of it", () => {
    for (const said of [outcomeOf, measureOf]) {
      const words = REMOVABLE.map((target) => said("removed", target).message)
      expect(new Set(words).size).toBe(REMOVABLE.length)
      for (const [at, target] of REMOVABLE.entries()) expect(words[at]?.toLowerCase()).toMatch(named(target))
    }
  })
})

const named = (target: Target) => (target === "material" ? /material|shared/ : new RegExp(target))
