import type { Participant, Person, Waiting } from "../../live"

export interface School<T> {
  /** Empty for people without a school: guests. */
  name: string
  country: string | null
  people: T[]
}

/** People by their school: one's own first, the others by name, those without a school last. */
export function bySchool<T>(list: readonly T[], person: (one: T) => Person, own: string | null): School<T>[] {
  const schools = new Map<string, School<T>>()
  for (const one of list) {
    const { school, city, country } = person(one)
    const name = school ?? city ?? ""
    const known = schools.get(name) ?? { name, country, people: [] }
    known.people.push(one)
    schools.set(name, known)
  }
  const place = ({ name }: School<T>) => (name === "" ? 2 : name === own ? 0 : 1)
  return [...schools.values()].sort((a, b) => place(a) - place(b) || a.name.localeCompare(b.name))
}

const KIND: Record<Person["kind"], number> = { teacher: 0, staff: 1, pupil: 2, guest: 3, moderator: 4 }

/** Teachers first, then by name. */
export function byName(participants: readonly Participant[]): Participant[] {
  return [...participants].sort(
    (a, b) => KIND[a.person.kind] - KIND[b.person.kind] || a.person.name.localeCompare(b.person.name),
  )
}

export const personWaiting = ({ person }: Waiting): Person => person
export const personInside = ({ person }: Participant): Person => person
