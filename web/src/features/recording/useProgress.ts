import { useQueryClient } from "@tanstack/react-query"
import { useEffect } from "react"
import { type Id, line, type Recording } from "../../live"
import { recordingQuery, recordingsQuery } from "./api"

/** Follow how a film is being made, as the server tells whoever recorded it. */
export function useProgress(conference: Id): void {
  const client = useQueryClient()
  useEffect(
    () =>
      line.on("recording.progress", (update) => {
        if (update.conference !== conference) return
        const { queryKey } = recordingQuery(conference, update.recording)
        if (update.mp4_progress !== null && update.mp4_progress < 100) {
          const { mp4_progress } = update
          client.setQueryData(queryKey, (known: Recording | undefined) =>
            known ? { ...known, mp4_progress } : known,
          )
          return
        }
        if (update.state !== "processing") {
          void client.invalidateQueries({ queryKey: recordingsQuery(conference).queryKey })
          return
        }
        client.setQueryData(queryKey, (known: Recording | undefined) =>
          known ? { ...known, state: update.state, progress: update.progress } : known,
        )
      }),
    [client, conference],
  )
}
