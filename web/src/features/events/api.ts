import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query"
import {
  ask,
  type EventCard,
  type EventFields,
  type EventLink,
  type EventList,
  type EventPage,
  type FeedAddress,
  type FeedState,
  type Id,
  type Invited,
  type JoinedPeople,
  type NewEventMaterial,
  type NewEventVideo,
  sendFile,
} from "../../live"

/** What a list is narrowed to; empty text is no filter. */
export interface Filters {
  lang: string
  country: string
  form: string
  q: string
  mine: string
}

const MOST_PAGES = 10

const asked = (filters: Filters, more: Record<string, string | null>): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ ...filters, ...more }).filter((pair): pair is [string, string] => Boolean(pair[1])),
  )

const page = (query: Record<string, string>) => ask<EventList>("GET", "/api/events", { query })

export interface Between {
  events: EventCard[]
  /** Whether there are more than a calendar shows at once. */
  more: boolean
}

/** All events between two moments, as many as one can look at. */
export const eventsQuery = (range: { from: string; to: string }, filters: Filters) =>
  queryOptions({
    queryKey: ["events", "between", range, filters],
    queryFn: async (): Promise<Between> => {
      const events: EventCard[] = []
      let cursor: string | null = null
      for (let pages = 0; pages < MOST_PAGES; pages += 1) {
        const found: EventList = await page(asked(filters, { ...range, cursor }))
        events.push(...found.events)
        cursor = found.next
        if (cursor === null) break
      }
      return { events, more: cursor !== null }
    },
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })

/** What is still to come, page by page. */
export const upcomingQuery = (from: string, filters: Filters) =>
  infiniteQueryOptions({
    queryKey: ["events", "upcoming", from, filters],
    queryFn: ({ pageParam }) => page(asked(filters, { from, cursor: pageParam })),
    initialPageParam: null as string | null,
    getNextPageParam: (last: EventList) => last.next,
    placeholderData: keepPreviousData,
  })

/** Its doors are open, it runs, or its room is still open after its end. */
const isSoon = (card?: EventCard) =>
  card !== undefined && (card.state === "doors" || card.state === "live" || card.open_until !== null)

export const eventQuery = (event: Id) =>
  queryOptions({
    queryKey: ["event", event],
    queryFn: () => ask<EventPage>("GET", "/api/events/{event}", { path: { event } }),
    // Around its time another button comes every few minutes, and at the end a recording.
    refetchInterval: ({ state }) => (isSoon(state.data?.card) ? 5_000 : 30_000),
  })

/** Who comes, for those who lead it. */
export const joinedQuery = (event: Id) =>
  queryOptions({
    queryKey: ["event-people", event],
    queryFn: () => ask<JoinedPeople>("GET", "/api/events/{event}/people", { path: { event } }),
    refetchInterval: 30_000,
  })

/** The address of its page, to be sent on; for those who lead it. */
export const linkQuery = (event: Id) =>
  queryOptions({
    queryKey: ["event-link", event],
    queryFn: () => ask<EventLink>("GET", "/api/events/{event}/link", { path: { event } }),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const feedQuery = queryOptions({
  queryKey: ["calendar-feed"],
  queryFn: () => ask<FeedState>("GET", "/api/calendar-feed"),
})

const on =
  (verb: string) =>
  (event: Id, body?: unknown): Promise<EventPage> =>
    ask<EventPage>("POST", `/api/events/{event}/${verb}`, { path: { event }, body })

export const join = on("join")
export const leave = on("leave")
export const copy = on("copy")
export const cancel = (event: Id, reason: string) => on("cancel")(event, { reason })

export const save = (event: Id | null, body: EventFields) =>
  event === null
    ? ask<EventPage>("POST", "/api/events", { body })
    : ask<EventPage>("PUT", "/api/events/{event}", { path: { event }, body })

/** The symbolic picture; the one before goes, unless somebody else wrote the event anew after that revision. */
export const givePicture = (event: Id, file: File, revision: number | null) =>
  sendFile<EventPage>(`/api/events/${event}/picture`, file, { revision }, () => undefined).done

export const takePicture = (event: Id, revision: number | null) =>
  ask<EventPage>("DELETE", "/api/events/{event}/picture", {
    path: { event },
    query: revision === null ? {} : { revision: String(revision) },
  })

/** Send one picture or file, and hear how much of it has left. */
export const addMaterial = (event: Id, file: File, said: NewEventMaterial, onPart: (part: number) => void) =>
  sendFile<EventPage>(`/api/events/${event}/materials`, file, said, onPart)

export const addVideo = (event: Id, body: NewEventVideo) =>
  ask<EventPage>("POST", "/api/events/{event}/videos", { path: { event }, body })

export const orderMaterials = (event: Id, materials: Id[]) =>
  ask<EventPage>("PUT", "/api/events/{event}/materials", { path: { event }, body: { materials } })

export const takeMaterial = (event: Id, material: Id) =>
  ask<EventPage>("DELETE", "/api/events/{event}/materials/{material}", { path: { event, material } })

export const drop = (event: Id) => ask<null>("DELETE", "/api/events/{event}", { path: { event } })

export const invite = (event: Id, users: Id[]) =>
  ask<Invited>("POST", "/api/events/{event}/invite", { path: { event }, body: { users } })

export const newFeed = () => ask<FeedAddress>("POST", "/api/calendar-feed")
export const endFeed = () => ask<null>("DELETE", "/api/calendar-feed")

export const fileOf = (event: Id) => `/api/events/${event}/ics`
