import { queryOptions } from "@tanstack/react-query"
import { ask, type Id, type Routes } from "../../live"

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
