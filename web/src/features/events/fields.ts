import type { MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import type { EventFields, EventPage, Id } from "../../live"
import { BRUSSELS, instantOf, wall } from "../../ui/time"
import type { Form, Mode } from "./words"

/** What a host has filled in so far; day and clock are those on the walls of Brussels. */
export interface Filled {
  form: Form
  mode: Mode
  title: string
  summary: string
  body: string
  place: string
  lang: string
  day: string
  clock: string
  minutes: number
  audience: EventFields["audience"] & string
  countries: string[]
  contacts: Id[]
  cohosts: Id[]
  capacity: string
  /** The one that the event had when it was read. */
  pictureThere: string | null
  /** Chosen on this device, and not sent yet. */
  picture: File | null
  /** The one that the event has is to go. */
  pictureGone: boolean
  pictureAlt: string
}

export const MOST_SEATS = 100
const HALF_HOUR = 30 * 60_000
const DAY = 86_400_000

/** A week ahead, on the next half hour. */
export function blank(now: number, lang: string): Filled {
  const { date, clock } = wall(Math.ceil((now + 7 * DAY) / HALF_HOUR) * HALF_HOUR, BRUSSELS)
  return {
    form: "meeting",
    mode: "online",
    title: "",
    summary: "",
    body: "",
    place: "",
    lang,
    day: date,
    clock,
    minutes: 60,
    audience: "all",
    countries: [],
    contacts: [],
    cohosts: [],
    capacity: String(MOST_SEATS),
    pictureThere: null,
    picture: null,
    pictureGone: false,
    pictureAlt: "",
  }
}

export function filledFrom({ card, body, place, countries, contacts, cohosts }: EventPage): Filled {
  const { date, clock } = wall(card.starts_at, BRUSSELS)
  return {
    form: card.form ?? "meeting",
    mode: card.mode ?? "online",
    title: card.title,
    summary: card.summary ?? "",
    body,
    place: place ?? "",
    lang: card.lang,
    day: date,
    clock,
    minutes: Math.round((Date.parse(card.ends_at) - Date.parse(card.starts_at)) / 60_000),
    audience: card.audience,
    countries,
    contacts: contacts.map(({ id }) => id),
    cohosts: cohosts.map(({ id }) => id),
    capacity: String(card.capacity ?? MOST_SEATS),
    pictureThere: card.picture,
    picture: null,
    pictureGone: false,
    pictureAlt: card.picture_alt,
  }
}

/** The instant that day and clock name; not a number while the day is unfinished. */
export const startOf = ({ day, clock }: Pick<Filled, "day" | "clock">): number =>
  /^\d{4}-\d{2}-\d{2}$/.test(day) ? instantOf(day, clock, BRUSSELS) : Number.NaN

/** `revision` is the text that one had before the eyes when one began. */
export function bodyOf(filled: Filled, publish: boolean, revision: number | null = null): EventFields {
  const {
    day: _day,
    clock: _clock,
    capacity,
    pictureThere: _there,
    picture: _picture,
    pictureGone: _gone,
    pictureAlt,
    ...rest
  } = filled
  return {
    ...rest,
    title: filled.title.trim(),
    summary: filled.summary.trim(),
    starts_at: new Date(startOf(filled)).toISOString(),
    capacity: Number(capacity),
    picture_alt: pictureAlt.trim(),
    place: filled.mode === "onsite_face" ? filled.place.trim() : "",
    countries: filled.audience === "countries" ? filled.countries : [],
    contacts: filled.audience === "contacts" ? filled.contacts : [],
    publish,
    revision,
  }
}

export const STEPS = ["what", "when", "who", "preview"] as const
export type Step = (typeof STEPS)[number]
export type Problems = Partial<Record<keyof Filled, MessageDescriptor>>

/** What is still missing in a step, in the words of the server. */
export function problemsOf(step: Step, filled: Filled, now: number, before?: number): Problems {
  const found: Problems = {}
  if (step === "what") {
    if (!filled.title.trim()) found.title = msg`Give the event a title.`
    if (!filled.summary.trim()) found.summary = msg`Say in one or two sentences what will happen.`
    if (filled.mode === "onsite_face" && !filled.place.trim()) found.place = msg`Say where you meet.`
  }
  if (step === "when") {
    const start = startOf(filled)
    if (!Number.isFinite(start)) found.day = msg`Please choose a day and a time.`
    else if (start <= now && start !== before) found.day = msg`This time has passed. Choose a later one.`
  }
  if (step === "who") {
    const seats = Number(filled.capacity)
    if (!Number.isInteger(seats) || seats < 1 || seats > MOST_SEATS)
      found.capacity = msg`Choose 1 to 100 seats.`
    if (filled.audience === "countries" && !filled.countries.length)
      found.countries = msg`Choose at least one country.`
    if (filled.audience === "contacts" && !filled.contacts.length)
      found.contacts = msg`Choose at least one of your contacts.`
  }
  return found
}

/** The first step in which something is missing. */
export function firstUnfinished(filled: Filled, now: number, before?: number): Step | null {
  return STEPS.find((step) => Object.keys(problemsOf(step, filled, now, before)).length > 0) ?? null
}

/** A page as it will look, made of what is filled in. */
export function previewOf(
  filled: Filled,
  me: { id: Id; name: string },
  known: EventPage | undefined,
): EventPage {
  const start = startOf(filled)
  const people = new Map([...(known?.cohosts ?? []), ...(known?.contacts ?? [])].map((one) => [one.id, one]))
  return {
    card: {
      id: known?.card.id ?? "preview",
      title: filled.title.trim(),
      lang: filled.lang,
      starts_at: new Date(start).toISOString(),
      ends_at: new Date(start + filled.minutes * 60_000).toISOString(),
      audience: filled.audience,
      state: known?.card.state ?? "draft",
      form: filled.form,
      mode: filled.mode,
      summary: filled.summary.trim(),
      host: me.name,
      host_country: null,
      capacity: Number(filled.capacity),
      joined: known?.card.joined ?? 0,
      waiting: known?.card.waiting ?? 0,
      you_are: "host",
      picture: filled.pictureGone ? null : (known?.card.picture ?? null),
      picture_alt: filled.pictureAlt.trim(),
      in_audience: true,
      open_until: null,
    },
    offer: "publish",
    place_in_line: null,
    body: filled.body.trim(),
    place: filled.mode === "onsite_face" ? filled.place : null,
    countries: filled.audience === "countries" ? filled.countries : [],
    contacts: [],
    host: known?.host ?? { id: me.id, name: me.name, school: null, city: null, country: null },
    cohosts: filled.cohosts.flatMap((id) => people.get(id) ?? []),
    invited_by: null,
    invited: null,
    cancel_reason: null,
    room_opens_at: new Date(start).toISOString(),
    doors_at: new Date(start).toISOString(),
    may_edit: true,
    may_cancel: false,
    full: false,
    materials: known?.materials ?? [],
    may_show: false,
    revision: known?.revision ?? 0,
    space: null,
  }
}

/** Two who wrote at once, put together: what only the other changed is taken over, and what both changed is asked. */
export interface Merged {
  filled: Filled
  taken: (keyof Filled)[]
  both: (keyof Filled)[]
}

const PICTURE: ReadonlySet<keyof Filled> = new Set(["picture", "pictureGone", "pictureThere"])
const same = (one: unknown, other: unknown) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))
const sorted = (value: unknown) => (Array.isArray(value) ? [...value].sort() : value)

/** `before` is what both began with. One's own text stays where both changed the same. */
export function merged(before: Filled, mine: Filled, theirs: Filled): Merged {
  const all: Merged = { filled: mine, taken: [], both: [] }
  if (before.pictureThere !== theirs.pictureThere) {
    all.filled = { ...mine, pictureThere: theirs.pictureThere }
    if (mine.picture || mine.pictureGone) all.both.push("picture")
    else all.taken.push("picture")
  }
  for (const key of Object.keys(mine) as (keyof Filled)[]) {
    if (PICTURE.has(key) || same(mine[key], theirs[key]) || same(before[key], theirs[key])) continue
    if (same(mine[key], before[key])) {
      all.filled = { ...all.filled, [key]: theirs[key] }
      all.taken.push(key)
    } else all.both.push(key)
  }
  return all
}
