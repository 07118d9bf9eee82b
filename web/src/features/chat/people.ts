import type { Person } from "../../live"

export interface Group {
  key: string
  city: string | null
  school: string | null
  country: string | null
  people: Person[]
}

/** Schools stand between them. */
const PLACES: Record<string, number> = { moderators: 0, teachers: 1, others: 4 }

const byName = (a: Person, b: Person) => a.name.localeCompare(b.name)

/** Who looks in from outside first, for all to see; then teachers, then pupils by school with one's own school first, then
 * guests. */
export function grouped(people: readonly Person[], you: Pick<Person, "id" | "school">): Group[] {
  const groups = new Map<string, Group>()
  for (const person of people) {
    const key = keyOf(person)
    const { city = null, school = null, country = null } = person
    const group = groups.get(key) ?? { key, city, school, country, people: [] }
    group.people.push(person)
    groups.set(key, group)
  }
  for (const group of groups.values())
    group.people.sort((a, b) => Number(b.id === you.id) - Number(a.id === you.id) || byName(a, b))
  const place = ({ key, school }: Group) => PLACES[key] ?? (school === you.school ? 2 : 3)
  return [...groups.values()].sort(
    (a, b) => place(a) - place(b) || (a.city ?? "").localeCompare(b.city ?? ""),
  )
}

function keyOf(person: Person): string {
  if (person.kind === "teacher" || person.kind === "staff") return "teachers"
  if (person.kind === "moderator") return "moderators"
  if (person.kind === "guest") return "others"
  return `school ${person.country} ${person.school}`
}
