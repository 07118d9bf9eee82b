import type { Id, Notification, NotificationList } from "../../live"

/** One more on top, unless it is there already: the answer to a question may have been quicker. */
export function afterRinging(list: NotificationList, rung: Notification): NotificationList {
  if (list.notifications.some((one) => one.id === rung.id)) return list
  return { ...list, notifications: [rung, ...list.notifications], unread: list.unread + 1 }
}

/** Some, or all (null), are read now; how many are left is the server's to say. */
export function afterReading(
  list: NotificationList,
  ids: readonly Id[] | null,
  unread: number,
  at: string,
): NotificationList {
  const notifications = list.notifications.map((one) =>
    one.read_at === null && (ids === null || ids.includes(one.id)) ? { ...one, read_at: at } : one,
  )
  return { ...list, notifications, unread }
}

/** What they told of was undone. */
export function afterGoing(list: NotificationList, ids: readonly Id[], unread: number): NotificationList {
  return { ...list, notifications: list.notifications.filter((one) => !ids.includes(one.id)), unread }
}

export function withOlder(list: NotificationList, page: NotificationList): NotificationList {
  const known = new Set(list.notifications.map((one) => one.id))
  const older = page.notifications.filter((one) => !known.has(one.id))
  return { ...page, notifications: [...list.notifications, ...older] }
}
