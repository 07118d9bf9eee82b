import { useEffect, useReducer, useState } from "react"
import { type Id, LineLost, line, Refusal, type WallChanged, type WallRoom, type WallState } from "../../live"

export interface WallView extends Omit<WallState, "rooms"> {
  rooms: readonly WallRoom[]
}

/** What changed laid over what was known; the riskiest first. */
export function merged(known: WallView, { rooms, gone, type: _, ...totals }: WallChanged): WallView {
  const byId = new Map(known.rooms.map((room) => [room.room, room]))
  for (const id of gone) byId.delete(id)
  for (const room of rooms) byId.set(room.room, room)
  return { ...known, ...totals, rooms: byRisk([...byId.values()]) }
}

export const byRisk = (rooms: readonly WallRoom[]): WallRoom[] =>
  [...rooms].sort((a, b) => b.risk - a.risk || a.room.localeCompare(b.room))

export interface Filter {
  countries: string[]
  languages: string[]
}

/** The wall, live for as long as the page is open. */
export function useWall(filter: Filter): { wall: WallView | null; problem: unknown } {
  const [problem, setProblem] = useState<unknown>(null)
  const [wall, change] = useReducer(
    (known: WallView | null, told: WallState | WallChanged) =>
      "type" in told ? known && merged(known, told) : { ...told, rooms: byRisk(told.rooms) },
    null,
  )
  useEffect(() => {
    const watch = () => {
      line
        .request({ type: "wall.watch", ...filter })
        .then(change)
        .catch((error: unknown) => {
          if (error instanceof Refusal) setProblem(error)
          else if (!(error instanceof LineLost)) throw error
        })
    }
    const stops = [line.on("wall.changed", change), line.onOpen(watch)]
    return () => {
      for (const stop of stops) stop()
      line.tell({ type: "wall.unwatch" })
    }
  }, [filter])
  return { wall, problem }
}

/** The next room in this direction, or the first. */
export function neighbour(rooms: readonly WallRoom[], room: Id | null, by: 1 | -1): Id | null {
  const at = rooms.findIndex((one) => one.room === room)
  return rooms[at < 0 ? 0 : Math.min(rooms.length - 1, Math.max(0, at + by))]?.room ?? null
}
