import { useQuery } from "@tanstack/react-query"
import { useMe } from "../features/account"
import { ChatPage } from "../features/chat"
import { conferencesQuery, isRunning, NextUp, nextOf, roomsQuery, useSpace } from "../features/spaces"
import { ChatExtras } from "./ChatExtras"

/** The chatroom, with what it must know of its space. */
export function ChatRoute() {
  const me = useMe()
  const space = useSpace()
  const rooms = useQuery(roomsQuery(space.id))
  const { data } = useQuery(conferencesQuery(space.id))
  const next = data ? nextOf(data.conferences) : null
  return (
    <ChatExtras space={space}>
      <ChatPage
        me={me.id}
        space={space}
        rooms={rooms.data}
        problem={rooms.error}
        live={data?.conferences.some(isRunning)}
        aside={next && <NextUp conference={next} slug={space.slug} />}
      />
    </ChatExtras>
  )
}
