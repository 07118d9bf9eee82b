import { expect, it } from "vitest"
import { initials } from "./Avatar"
import { avatarFigures, coverFigures, FAMILIES, familyOf, quarter } from "./tiles"

const ids = Array.from(
  { length: 500 },
  (_, number) => `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`,
)

it("draws the same tile for the same account, always", () => {
  const id = "0193a1f2-7b1c-7000-8000-0000000000aa"
  expect(avatarFigures(id)).toEqual(avatarFigures(id))
  expect(avatarFigures(id)).toMatchInlineSnapshot(`
    [
      {
        "cx": 10,
        "cy": 10,
        "fill": "#ffe39a",
      },
      {
        "d": "M40 20L20 20A20 20 0 0 1 40 0Z",
        "fill": "#ffe39a",
      },
      {
        "d": "M0 20L20 20A20 20 0 0 1 0 40Z",
        "fill": "#f7c6b8",
      },
    ]
  `)
})

it("draws at least two quarter discs on every tile", () => {
  for (const id of ids)
    expect(avatarFigures(id).filter((figure) => figure.d).length).toBeGreaterThanOrEqual(2)
})

it("uses all eight families, each about as often", () => {
  const counts = new Map<string, number>()
  for (const id of ids) counts.set(familyOf(id)[0], (counts.get(familyOf(id)[0]) ?? 0) + 1)
  expect(counts.size).toBe(FAMILIES.length)
  for (const count of counts.values()) expect(count).toBeGreaterThan(30)
})

it("turns the first half of a cover around for the second", () => {
  const family = FAMILIES[1]
  const figures = coverFigures("water", family, 8, 4)
  const dots = figures.filter((figure) => figure.cx !== undefined)
  for (const dot of dots)
    expect(dots).toContainEqual({ cx: 320 - (dot.cx ?? 0), cy: 160 - (dot.cy ?? 0), fill: dot.fill })
})

it("puts the centre of a quarter disc into the corner it was asked for", () => {
  expect([0, 1, 2, 3].map((corner) => quarter(0, 0, 20, corner).slice(0, 6))).toEqual([
    "M0 0L2",
    "M20 0L",
    "M20 20",
    "M0 20L",
  ])
})

it("takes first letters of first and last names, in every script", () => {
  expect(initials("Günel Səfərli")).toBe("GS")
  expect(initials("Elif Su Karaca")).toBe("EK")
  expect(initials("თამარი")).toBe("ᲗᲐᲛᲐᲠᲘ".slice(0, 1))
})
