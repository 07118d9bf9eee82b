import { type QueryClient, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query"
import { useEffect } from "react"
import {
  type AccessList,
  ask,
  type ChangeRoom,
  type ConferenceList,
  type ConferenceSummary,
  type Id,
  line,
  type MemberList,
  type MessagePage,
  type RoomList,
  type RoomSummary,
  type ScheduleConference,
  type SpaceCard,
  type SpaceHome,
  type SpaceList,
} from "../../live"

export const spacesQuery = queryOptions({
  queryKey: ["spaces"],
  queryFn: () => ask<SpaceList>("GET", "/api/spaces"),
  staleTime: 60_000,
})

export const spaceQuery = (space: Id) =>
  queryOptions({
    queryKey: ["space", space],
    queryFn: () => ask<SpaceHome>("GET", "/api/spaces/{space}", { path: { space } }),
    staleTime: 60_000,
  })

export const membersQuery = (space: Id) =>
  queryOptions({
    queryKey: ["members", space],
    queryFn: () => ask<MemberList>("GET", "/api/spaces/{space}/members", { path: { space } }),
    staleTime: 30_000,
  })

export const accessesQuery = (space: Id) =>
  queryOptions({
    queryKey: ["accesses", space],
    queryFn: () => ask<AccessList>("GET", "/api/spaces/{space}/accesses", { path: { space } }),
    refetchOnMount: "always",
  })

export const roomsQuery = (space: Id) =>
  queryOptions({
    queryKey: ["rooms", space],
    queryFn: () => ask<RoomList>("GET", "/api/spaces/{space}/rooms", { path: { space } }),
  })

export const openRoom = (space: Id, title: string) =>
  ask<RoomSummary>("POST", "/api/spaces/{space}/rooms", { path: { space }, body: { title } })

export const changeRoom = (room: Id, body: ChangeRoom) =>
  ask<RoomSummary>("PATCH", "/api/rooms/{room}", { path: { room }, body })

export const conferencesQuery = (space: Id) =>
  queryOptions({
    queryKey: ["conferences", space],
    queryFn: () => ask<ConferenceList>("GET", "/api/spaces/{space}/conferences", { path: { space } }),
  })

export const scheduleConference = (space: Id, body: ScheduleConference) =>
  ask<ConferenceSummary>("POST", "/api/spaces/{space}/conferences", { path: { space }, body })

/** One of one's own spaces by the last part of its link; undefined while loading, null when it is not one's own. */
export function useSpaceBySlug(slug: string): SpaceCard | null | undefined {
  const { data } = useQuery(spacesQuery)
  if (!data) return undefined
  return data.spaces.find((space) => space.slug === slug) ?? null
}

/** While one looks at a space: hear of its conferences and of who is in its chatrooms. */
export function useFollowedSpace(space: Id | undefined): void {
  const queries = useQueryClient()
  useEffect(() => {
    if (!space) return
    return follow(queries, space)
  }, [queries, space])
}

function follow(queries: QueryClient, space: Id): () => void {
  const stops = [
    line.onOpen(() => {
      // What happened before one heard of it, or while the line was away, is asked for again, not guessed.
      void line.request({ type: "space.follow", space }).then(
        () => refetch(queries, space),
        () => undefined,
      )
    }),
    line.on("space.crowd", (crowd) => {
      if (crowd.space !== space) return
      const { room, people_here, teachers_here } = crowd
      queries.setQueryData(
        roomsQuery(space).queryKey,
        (old) =>
          old && {
            rooms: old.rooms.map((one) => (one.room === room ? { ...one, people_here, teachers_here } : one)),
          },
      )
    }),
    line.on("space.news", (news) => {
      if (news.space !== space) return
      void queries.invalidateQueries(roomsQuery(space))
      void queries.invalidateQueries(lastMessagesQuery(news.room))
    }),
    line.on("conference.changed", ({ conference }) => {
      if (conference.space === space) void queries.invalidateQueries({ queryKey: ["conferences"] })
    }),
  ]
  return () => {
    for (const stop of stops) stop()
    if (line.state === "open") line.tell({ type: "space.unfollow", space })
  }
}

async function refetch(queries: QueryClient, space: Id): Promise<void> {
  for (const one of [{ queryKey: ["conferences"] }, { queryKey: roomsQuery(space).queryKey }]) {
    // An answer that is still on its way may be older than what one hears from now on.
    await queries.cancelQueries(one)
    await queries.invalidateQueries(one)
  }
}

export const lastMessagesQuery = (room: Id) =>
  queryOptions({
    queryKey: ["last-messages", room],
    queryFn: () =>
      ask<MessagePage>("GET", "/api/rooms/{room}/messages", { path: { room }, query: { limit: "6" } }),
  })
