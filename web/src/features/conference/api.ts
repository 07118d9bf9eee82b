import { queryOptions } from "@tanstack/react-query"
import { ask, type EventPage, type Id, type RecordingList, type Routes } from "../../live"

type Gives<R extends keyof Routes> = Routes[R]["gives"]

export type Report = Gives<"GET /api/conferences/{conference}/report">
export type ExitAnswer = Routes["POST /api/conferences/{conference}/exit-answer"]["takes"]["answer"]

/** Whom the reader may put on the class list of her seat. */
export const classPupilsQuery = (conference: Id) =>
  queryOptions({
    queryKey: ["class-pupils", conference],
    queryFn: () =>
      ask<Gives<"GET /api/conferences/{conference}/class-pupils">>(
        "GET",
        "/api/conferences/{conference}/class-pupils",
        { path: { conference } },
      ),
  })

export const reportQuery = (conference: Id) =>
  queryOptions({
    queryKey: ["report", conference],
    queryFn: () => ask<Report>("GET", "/api/conferences/{conference}/report", { path: { conference } }),
  })

export const answerOnExit = (conference: Id, answer: ExitAnswer) =>
  ask<null>("POST", "/api/conferences/{conference}/exit-answer", { path: { conference }, body: { answer } })

/** Somebody who joined an event leads it with its host from now on, or no longer. */
export const appointCohost = (event: Id, user: Id, on: boolean) =>
  ask<EventPage>(on ? "PUT" : "DELETE", "/api/events/{event}/cohosts/{user}", { path: { event, user } })

const PREPARATION = "/api/conferences/{conference}/preparation"
const REHEARSAL = "/api/conferences/{conference}/rehearsal"

export type Preparation = Gives<"GET /api/conferences/{conference}/preparation">
export type Prepared = Routes["PUT /api/conferences/{conference}/preparation"]["takes"]

/** How the room of an event is prepared so far; somebody else who leads may be at it as well. */
export const preparationQuery = (conference: Id) =>
  queryOptions({
    queryKey: ["preparation", conference],
    queryFn: () => ask<Preparation>("GET", PREPARATION, { path: { conference } }),
    refetchInterval: 10_000,
  })

export const prepare = (conference: Id, body: Prepared) =>
  ask<Preparation>("PUT", PREPARATION, { path: { conference }, body })

export const rehearse = (conference: Id, on: boolean) =>
  ask<null>(on ? "POST" : "DELETE", REHEARSAL, { path: { conference } })

/** The newest test recording of a rehearsal: it is made into a film while one waits. */
export const testRecordingQuery = (conference: Id) =>
  queryOptions({
    queryKey: ["test-recording", conference],
    queryFn: async () => {
      const all = await ask<RecordingList>("GET", "/api/conferences/{conference}/recordings", {
        path: { conference },
      })
      return all.recordings.filter(({ test }) => test).at(-1) ?? null
    },
    refetchInterval: 3000,
  })
