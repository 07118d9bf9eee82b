import type { EventCard, Id } from "../../live"

/** Where the picture of an event is; another one has another address, so that no browser shows the one before. */
export function pictureOf({ id, picture }: Pick<EventCard, "id" | "picture">, small: boolean): string | null {
  return picture && `/api/events/${id}/picture${small ? "/small" : ""}?v=${picture}`
}

export const materialOf = (event: Id, material: Id, size: "file" | "thumbnail"): string =>
  `/api/events/${event}/materials/${material}/${size}`

/** The same list with one of them a place further up or down. */
export function movedBy<T>(list: readonly T[], from: number, by: -1 | 1): T[] {
  const moved = [...list]
  const [one] = moved.splice(from, 1)
  if (one !== undefined) moved.splice(Math.max(0, from + by), 0, one)
  return moved
}
