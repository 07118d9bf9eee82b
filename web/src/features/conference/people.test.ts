import { expect, test } from "vitest"
import { byName, bySchool, personInside } from "./people"
import { inside, person } from "./people.fixture"

test("one's own school comes first, the others by name, people without a school last", () => {
  const at = (id: string, school: string | null) => inside(id, { person: { ...person(id), school } })
  const list = [at("ada", "Zappeion"), at("grace", null), at("linus", "Liceo"), at("eve", "Zappeion")]
  const schools = bySchool(list, personInside, "Zappeion")
  expect(schools.map(({ name, people }) => [name, people.length])).toEqual([
    ["Zappeion", 2],
    ["Liceo", 1],
    ["", 1],
  ])
})

test("teachers stand above pupils", () => {
  expect(byName([inside("grace"), inside("eve"), inside("ada")]).map(({ person: { id } }) => id)).toEqual([
    "ada",
    "eve",
    "grace",
  ])
})
