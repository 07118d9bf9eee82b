import type { Id, Person } from "./wire"

/** Of a room one is in: about whose messages one decides, as the server told it. */
export interface Charge {
  /** Names of rights. */
  may: readonly string[]
  /** About everybody's. */
  administers: boolean
  /** About those of these pupils in any case. */
  answers_for: readonly Id[]
}

/** Whether one decides about what somebody else writes: deletes it, lets it through, returns it. */
export const decidesAbout = ({ administers, answers_for }: Charge, { id }: Pick<Person, "id">): boolean =>
  administers || answers_for.includes(id)

/** Whether one stops somebody from writing for a time, or writes to them about a message: only pupils (domain 5.2). */
export const calms = (charge: Charge, person: Pick<Person, "id" | "kind">): boolean =>
  person.kind === "pupil" && charge.may.includes("CHAT_MODERATE") && decidesAbout(charge, person)

/** Whether one changes the rules of the whole room. */
export const changesRules = ({ may, administers }: Charge): boolean =>
  administers && may.includes("CHAT_MODERATE")
