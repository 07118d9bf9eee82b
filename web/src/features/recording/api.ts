import { queryOptions } from "@tanstack/react-query"
import { ask, type Id, type Recording, type RecordingList, type Routes } from "../../live"

const ALL = "/api/conferences/{conference}/recordings"
const ONE = `${ALL}/{recording}`

export type Publishing = Routes["POST /api/conferences/{conference}/recordings/{recording}/publish"]["takes"]

export const recordingsQuery = (conference: Id) =>
  queryOptions({
    queryKey: ["recordings", conference],
    queryFn: () => ask<RecordingList>("GET", ALL, { path: { conference } }),
  })

export const eventRecordingsQuery = (event: Id) =>
  queryOptions({
    queryKey: ["recordings", "of event", event],
    queryFn: () => ask<RecordingList>("GET", "/api/events/{event}/recordings", { path: { event } }),
    refetchInterval: 30_000,
    refetchOnMount: "always",
  })

export const recordingQuery = (conference: Id, recording: Id) =>
  queryOptions({
    queryKey: ["recordings", conference, recording],
    queryFn: () => ask<Recording>("GET", ONE, { path: { conference, recording } }),
    // Whoever recorded it is told how far it is, unless the word came before the page did; others look again.
    refetchInterval: ({ state: { data } }) => data?.state === "processing" && (data.yours ? 10_000 : 3000),
  })

/** What one does with one recording; each answers how it is then. */
export const deeds = (conference: Id, recording: Id) => {
  const path = { conference, recording }
  const post = (verb: string, body?: unknown) =>
    ask<Recording>("POST", `${ONE}/${verb}`, body === undefined ? { path } : { path, body })
  return {
    open: (pin: string | null) => post("open", { pin }),
    publish: (body: Partial<Publishing>) => post("publish", body),
    revoke: () => post("revoke"),
    trim: (begin_s: number, end_s: number) => post("trim", { begin_s, end_s }),
    leaveOut: (people: Id[]) => post("leave-out", { people }),
    askForMp4: () => post("mp4"),
    takeMeOut: () => ask<null>("POST", `${ONE}/take-me-out`, { path }),
    remove: () => ask<null>("DELETE", ONE, { path }),
  }
}

/** Another film has another address: players remember what came from one, whatever the server says. */
export const filmOf = (
  { conference, id, film }: Pick<Recording, "conference" | "id" | "film">,
  as: "webm" | "mp4" = "webm",
) => `/api/conferences/${conference}/recordings/${id}/film${as === "mp4" ? ".mp4" : ""}?v=${film}`

/** The chapters for the player's own menu; of another cut they are others. */
export const trackOf = ({ conference, id, film }: Pick<Recording, "conference" | "id" | "film">) =>
  `/api/conferences/${conference}/recordings/${id}/chapters.vtt?v=${film}`

export const pictureOf = ({ conference, id }: Pick<Recording, "conference" | "id">, page: Id) =>
  `/api/conferences/${conference}/recordings/${id}/pages/${page}`

export const pageOf = (conference: Id, recording: Id) => `/recordings/${conference}/${recording}`
