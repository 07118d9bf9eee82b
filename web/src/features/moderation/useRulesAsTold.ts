import { useQueryClient } from "@tanstack/react-query"
import { useEffect } from "react"
import { type Id, line } from "../../live"
import { rulesQuery } from "./api"

/** The rules of a room stay what they are there, for as long as the component is on the page. */
export function useRulesAsTold(room: Id): void {
  const queries = useQueryClient()
  useEffect(() => {
    const again = () => void queries.invalidateQueries(rulesQuery(room))
    const here = (told: { room: Id }) => told.room === room && again()
    const stops = [line.on("room.changed", here), line.on("room.muted", here), line.onOpen(again)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [queries, room])
}
