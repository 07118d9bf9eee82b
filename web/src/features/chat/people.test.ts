import { describe, expect, it } from "vitest"
import type { Person } from "../../live"
import { grouped } from "./people"

const person = (name: string, kind: Person["kind"], school: string | null = null): Person => ({
  id: name,
  name,
  kind,
  school,
  city: school,
  country: school && "AZ",
})
const YOU = person("Aysu", "pupil", "Bakı")

describe("people here", () => {
  it("stand by what they are, and one's own school before the others", () => {
    const people = [
      person("Ola", "guest"),
      person("Filip", "pupil", "Arad"),
      YOU,
      person("Günel", "teacher", "Bakı"),
      person("Adil", "pupil", "Bakı"),
    ]
    expect(grouped(people, YOU).map((group) => group.people.map(({ name }) => name))).toEqual([
      ["Günel"],
      ["Aysu", "Adil"],
      ["Filip"],
      ["Ola"],
    ])
  })

  it("name who looks in from outside as such, with or without a school of their own", () => {
    const people = [person("Maja", "moderator"), person("Noor", "moderator", "Bakı"), YOU]
    const [first, second] = grouped(people, YOU)
    expect([first?.key, first?.people.length]).toEqual(["moderators", 2])
    expect(second?.people).toEqual([YOU])
  })
})
