import { describe, expect, it, vi } from "vitest"
import { RoomChoices } from "./choices"

function shelf(first?: string) {
  const kept = new Map(first === undefined ? [] : [["twinspace.room", first]])
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  }
}

describe("how somebody wants to see the room", () => {
  it("begins with the speaker and the tiles, and captions of a middle size", () => {
    expect(new RoomChoices(shelf()).read()).toEqual({ layout: "both", captions: "medium", pinned: null })
  })

  it("is remembered on the device, but for whom one has pinned", () => {
    const kept = shelf()
    const first = new RoomChoices(kept)
    first.choose({ layout: "tiles", captions: "large" })
    first.pin("grace")
    expect(new RoomChoices(kept).read()).toEqual({ layout: "tiles", captions: "large", pinned: null })
  })

  it.each(["nonsense", "null", '{"layout":"sideways","captions":7}'])("survives %s on the shelf", (text) => {
    expect(new RoomChoices(shelf(text)).read()).toMatchObject({ layout: "both", captions: "medium" })
  })

  it("tells who looks, and lets go of a pin by the same press", () => {
    const choices = new RoomChoices(shelf())
    const told = vi.fn()
    choices.subscribe(told)
    choices.pin("grace")
    expect(choices.read().pinned).toBe("grace")
    choices.pin("linus")
    expect(choices.read().pinned).toBe("linus")
    choices.pin("linus")
    expect(choices.read().pinned).toBeNull()
    expect(told).toHaveBeenCalledTimes(3)
  })
})
