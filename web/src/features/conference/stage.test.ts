import { describe, expect, test } from "vitest"
import { inside } from "./people.fixture"
import {
  layoutFor,
  nextSpotlight,
  pageOf,
  type Spotlight,
  shownOnStage,
  tileBudget,
  tileOrder,
  wishesFor,
} from "./stage"

const scene = (participants: ReturnType<typeof inside>[], speakers: string[] = [], you = "grace") => ({
  you,
  participants,
  speakers,
})
const everybody = [inside("ada"), inside("grace"), inside("linus"), inside("eve")]

test("the stage of an event shows who leads, presents or sends, and whom one pins", () => {
  const room = [inside("ada"), inside("grace", { role: "presenter" }), inside("linus"), inside("eve")]
  const shown = (event: boolean, pinned: string | null = null) =>
    shownOnStage(room, event, pinned).map(({ person }) => person.id)
  expect(shown(false)).toEqual(["ada", "grace", "linus", "eve"])
  expect(shown(true)).toEqual(["ada", "grace"])
  expect(shown(true, "eve")).toEqual(["ada", "grace", "eve"])
})

describe("the large picture", () => {
  test("is the host until somebody speaks", () => {
    const first = nextSpotlight(null, scene(everybody), 0)
    expect(first?.user).toBe("ada")
    expect(nextSpotlight(first, scene(everybody, ["linus"]), 5000)?.user).toBe("linus")
  })

  test("stays for two seconds, whoever coughs", () => {
    const linus: Spotlight = { user: "linus", source: "camera", since: 1000 }
    expect(nextSpotlight(linus, scene(everybody, ["eve"]), 2900)).toBe(linus)
    expect(nextSpotlight(linus, scene(everybody, ["eve"]), 3000)?.user).toBe("eve")
  })

  test("stays with the last speaker in silence", () => {
    const linus: Spotlight = { user: "linus", source: "camera", since: 0 }
    expect(nextSpotlight(linus, scene(everybody), 60_000)).toBe(linus)
  })

  test("is a shared screen at once, and a face again at once when sharing ends", () => {
    const sharing = [inside("ada"), inside("eve", { screen: true })]
    const screen = nextSpotlight({ user: "ada", source: "camera", since: 900 }, scene(sharing), 1000)
    expect(screen).toEqual({ user: "eve", source: "screen", since: 1000 })
    expect(nextSpotlight(screen, scene([inside("ada"), inside("eve")], ["ada"]), 1100)?.user).toBe("ada")
  })

  test("is never oneself while others are inside", () => {
    expect(nextSpotlight(null, scene(everybody, ["grace"]), 0)?.user).toBe("ada")
    expect(nextSpotlight(null, scene([inside("grace")]), 0)?.user).toBe("grace")
    expect(nextSpotlight(null, scene([]), 0)).toBeNull()
  })

  test("is a face rather than a closed camera, in silence", () => {
    const closed: Spotlight = { user: "linus", source: "camera", since: 0 }
    const list = [inside("ada"), inside("linus"), inside("eve", { camera: true })]
    expect(nextSpotlight(closed, scene(list), 60_000)?.user).toBe("eve")
    expect(nextSpotlight(null, scene(list, ["linus"]), 0)?.user).toBe("linus")
  })

  test("is whom one has pinned, whoever speaks or shares, until they leave", () => {
    const pinned = (list: ReturnType<typeof inside>[], speakers: string[] = []) => ({
      ...scene(list, speakers),
      pinned: "linus",
    })
    const list = [inside("ada"), inside("linus"), inside("eve", { screen: true })]
    expect(nextSpotlight(null, pinned(list, ["ada"]), 0)).toMatchObject({ user: "linus", source: "camera" })
    const sharing = [inside("ada"), inside("linus", { screen: true })]
    expect(nextSpotlight(null, pinned(sharing), 0)).toMatchObject({ user: "linus", source: "screen" })
    expect(nextSpotlight(null, pinned([inside("ada"), inside("grace")]), 0)?.user).toBe("ada")
  })

  test("moves on when its person leaves, hold or no hold", () => {
    const gone: Spotlight = { user: "linus", source: "camera", since: 1000 }
    expect(nextSpotlight(gone, scene([inside("ada"), inside("grace")]), 1100)?.user).toBe("ada")
  })
})

describe("the tiles", () => {
  test("are the host, oneself, those with a camera, then the others as they came", () => {
    const list = [inside("linus"), inside("ada"), inside("grace"), inside("eve", { camera: true })]
    expect(tileOrder(scene(list), null).map(({ person }) => person.id)).toEqual([
      "ada",
      "grace",
      "eve",
      "linus",
    ])
  })

  test("leave out who is large, but not who shares a screen", () => {
    const without = tileOrder(scene(everybody), { user: "ada", source: "camera", since: 0 })
    expect(without.map(({ person }) => person.id)).toEqual(["grace", "linus", "eve"])
    expect(tileOrder(scene(everybody), { user: "ada", source: "screen", since: 0 })).toHaveLength(4)
  })

  test("come in pages, and a page that is gone shows the last one", () => {
    const list = [1, 2, 3, 4, 5, 6, 7]
    expect(pageOf(list, 1, 3)).toEqual({ items: [4, 5, 6], page: 1, pages: 3 })
    expect(pageOf(list, 9, 3)).toEqual({ items: [7], page: 2, pages: 3 })
    expect(pageOf([], 2, 3)).toEqual({ items: [], page: 0, pages: 1 })
  })
})

describe("the layout", () => {
  test("makes room for a shared screen", () => {
    expect(layoutFor("tiles", everybody)).toBe("tiles")
    expect(layoutFor("tiles", [inside("ada", { screen: true })])).toBe("both")
    expect(layoutFor("speaker", [inside("ada", { screen: true })])).toBe("speaker")
  })

  test("shows at most six tiles on a weak device, and more on a strong one", () => {
    const budgets = (weak: boolean) => [
      tileBudget("both", weak),
      tileBudget("tiles", weak),
      tileBudget("speaker", weak),
    ]
    expect([budgets(true), budgets(false)]).toEqual([
      [6, 6, 0],
      [9, 12, 0],
    ])
  })
})

describe("pictures are asked for", () => {
  const list = [
    inside("ada", { camera: true }),
    inside("grace", { camera: true }),
    inside("linus", { camera: true }),
    inside("eve"),
  ]

  test("large in full, tiles small, and never one's own nor one that is off", () => {
    const wishes = wishesFor("grace", { user: "ada", source: "camera", since: 0 }, list, list.slice(1), false)
    expect(wishes).toEqual([
      { user: "ada", source: "camera", layer: "high" },
      { user: "linus", source: "camera", layer: "low" },
    ])
  })

  test("sharper where few tiles fill the stage", () => {
    const layers = (tiles: typeof list) =>
      wishesFor("grace", null, tiles, tiles, false).map(({ layer }) => layer)
    expect(layers(list)).toEqual(["medium", "medium"])
    expect(layers([...list, inside("yuna", { camera: true })])).toEqual(["low", "low", "low"])
  })

  test("in the middle size on a weak device, but a shared screen stays readable", () => {
    expect(wishesFor("grace", { user: "ada", source: "camera", since: 0 }, list, [], true)[0]?.layer).toBe(
      "medium",
    )
    const sharing = [inside("ada", { screen: true })]
    expect(wishesFor("grace", { user: "ada", source: "screen", since: 0 }, sharing, [], true)).toEqual([
      { user: "ada", source: "screen", layer: "high" },
    ])
  })
})
