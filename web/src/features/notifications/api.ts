import { type QueryClient, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query"
import { useEffect, useState } from "react"
import {
  ask,
  line,
  type Notification,
  type NotificationList,
  type ReadNotifications,
  type Unread,
} from "../../live"
import { afterGoing, afterReading, afterRinging, withOlder } from "./changes"

export const notificationsQuery = queryOptions({
  queryKey: ["notifications"],
  queryFn: () => ask<NotificationList>("GET", "/api/notifications"),
  refetchOnMount: "always",
})

/** How many are unread, and whether the bell has rung since the page was opened. */
export function useBell(): { unread: number; rung: boolean } {
  const queries = useQueryClient()
  const { data } = useQuery(notificationsQuery)
  const [rung, setRung] = useState(false)
  useEffect(() => listen(queries, () => setRung(true)), [queries])
  return { unread: data?.unread ?? 0, rung }
}

function listen(queries: QueryClient, onRung: () => void): () => void {
  const change = (how: (list: NotificationList) => NotificationList) =>
    queries.setQueryData(notificationsQuery.queryKey, (old) => old && how(old))
  let first = true
  const stops = [
    line.onOpen(() => {
      // What rang while the line was away is asked for again.
      if (!first) void queries.invalidateQueries(notificationsQuery)
      first = false
    }),
    line.on("notification.new", ({ notification }) => {
      change((list) => afterRinging(list, notification))
      onRung()
    }),
    line.on("notification.read", ({ ids, unread }) => {
      change((list) => afterReading(list, ids, unread, new Date(line.serverNow()).toISOString()))
    }),
    line.on("notification.gone", ({ ids, unread }) => change((list) => afterGoing(list, ids, unread))),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

/** Note as read; the socket may tell the same, which changes nothing more. */
export async function markRead(queries: QueryClient, body: ReadNotifications): Promise<void> {
  const { unread } = await ask<Unread>("POST", "/api/notifications/read", { body })
  const at = new Date(line.serverNow()).toISOString()
  queries.setQueryData(
    notificationsQuery.queryKey,
    (old) => old && afterReading(old, body.all ? null : (body.ids ?? []), unread, at),
  )
}

/** Put the page after the last one shown below it. */
export async function fetchOlder(queries: QueryClient, last: Notification): Promise<void> {
  const page = await ask<NotificationList>("GET", "/api/notifications", { query: { before: last.id } })
  queries.setQueryData(notificationsQuery.queryKey, (old) => old && withOlder(old, page))
}
