import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query"
import {
  type ApproveMessage,
  type AuditPage,
  ask,
  type Case,
  type CaseList,
  type ChangeFilters,
  type ChatWarning,
  type ChatWarnings,
  type DecidedMessages,
  type DecideMessages,
  type Decision,
  type FilterLists,
  type Granted,
  type Id,
  type ImportFilters,
  type Message,
  type MyPupils,
  type OpenRoom,
  type OwnReport,
  type OwnReports,
  Refusal,
  type ResolveCase,
  type ReturnMessage,
  type RoomPast,
  type RoomRules,
  type SendReport,
  type TriedText,
  type WarnAuthor,
} from "../../live"

const decide = (verb: string, room: Id, message: Id, body?: ApproveMessage | ReturnMessage) =>
  ask<Message>("POST", `/api/rooms/{room}/messages/{message}/${verb}`, { path: { room, message }, body })

/** What is decided about a message as it was read: with another text by now, the server refuses. */
export type AsRead = Pick<Message, "room" | "id" | "change">

export const approve = ({ room, id, change }: AsRead) => decide("approve", room, id, { change })
export const giveBack = ({ room, id, change }: AsRead, hint: ReturnMessage["hint"], note: string) =>
  decide("return", room, id, { change, hint, note })
export const hold = (room: Id, message: Id) => decide("hold", room, message)
export const remove = (room: Id, message: Id) => decide("delete", room, message)

/** The same about several, each as it was read. */
export const decideAll = (room: Id, act: DecideMessages["act"], messages: readonly AsRead[]) =>
  ask<DecidedMessages>("POST", "/api/rooms/{room}/decisions", {
    path: { room },
    body: { act, messages: messages.map(({ id, change }) => ({ id, change })) },
  })

export const changedMeanwhile = (error: unknown) =>
  error instanceof Refusal && error.code === "changed_meanwhile"

export const report = (space: Id, body: SendReport) =>
  ask<OwnReport>("POST", "/api/spaces/{space}/reports", { path: { space }, body })

export const ownReportsQuery = queryOptions({
  queryKey: ["own-reports"],
  queryFn: () => ask<OwnReports>("GET", "/api/reports"),
  refetchOnMount: "always",
})

export const appealReport = (report: Id, text: string) =>
  ask<null>("POST", "/api/reports/{report}/appeal", { path: { report }, body: { text } })

export const appealMeasure = (id: Id, text: string) =>
  ask<null>("POST", "/api/cases/{case}/appeal", { path: { case: id }, body: { text } })

/** By the link of the letter about a suspension: nobody has to be signed in. */
export const decisionQuery = (token: string) =>
  queryOptions({
    queryKey: ["decision", token],
    queryFn: () => ask<Decision>("GET", "/api/decisions/{token}", { path: { token } }),
    retry: false,
  })

export const appealDecision = (token: string, text: string) =>
  ask<Decision>("POST", "/api/decisions/{token}/appeal", { path: { token }, body: { text } })

export const rulesQuery = (room: Id) =>
  queryOptions({
    queryKey: ["room-rules", room],
    queryFn: () => ask<RoomRules>("GET", "/api/rooms/{room}/rules", { path: { room } }),
  })

export const setRules = (room: Id, body: Record<string, unknown>) =>
  ask<RoomRules>("POST", "/api/rooms/{room}/rules", { path: { room }, body })

export const mute = (room: Id, user: Id, minutes: number | null) =>
  ask<RoomRules>("POST", "/api/rooms/{room}/mutes", { path: { room }, body: { user, minutes } })

export const unmute = (room: Id, user: Id) =>
  ask<RoomRules>("POST", "/api/rooms/{room}/mutes/{user}/lift", { path: { room, user } })

export const warn = (room: Id, message: Id, body: WarnAuthor) =>
  ask<ChatWarning>("POST", "/api/rooms/{room}/messages/{message}/warn", { path: { room, message }, body })

const onWarning = (verb: string) => (room: Id, warning: Id) =>
  ask<null>("POST", `/api/rooms/{room}/warnings/{warning}/${verb}`, { path: { room, warning } })

export const takeBack = onWarning("take-back")
export const understood = onWarning("understood")

export const warningsQuery = (room: Id) =>
  queryOptions({
    queryKey: ["warnings", room],
    queryFn: () => ask<ChatWarnings>("GET", "/api/rooms/{room}/warnings", { path: { room } }),
    refetchOnMount: "always",
  })

export const listsQuery = queryOptions({
  queryKey: ["word-lists"],
  queryFn: () => ask<FilterLists>("GET", "/api/moderation/filters"),
  refetchOnMount: "always",
})

export const changeList = (body: ChangeFilters) =>
  ask<FilterLists>("POST", "/api/moderation/filters", { body })
export const importList = (body: ImportFilters) =>
  ask<FilterLists>("POST", "/api/moderation/filters/import", { body })
export const tryText = (text: string) =>
  ask<TriedText>("POST", "/api/moderation/filters/try", { body: { text } })

export const myPupilsQuery = queryOptions({
  queryKey: ["my-pupils"],
  queryFn: () => ask<MyPupils>("GET", "/api/my-pupils"),
  refetchOnMount: "always",
})

export const pastQuery = (room: Id, pupil: Id | null) =>
  queryOptions({
    queryKey: ["room-past", room, pupil],
    queryFn: () =>
      ask<RoomPast>("GET", `/api/rooms/{room}/past${pupil ? "/{pupil}" : ""}`, {
        path: pupil ? { room, pupil } : { room },
      }),
    refetchOnMount: "always",
  })

export const casesQuery = queryOptions({
  queryKey: ["cases"],
  queryFn: () => ask<CaseList>("GET", "/api/cases"),
  refetchOnMount: "always",
})

/** Those that are over, the last decided first. */
export const decidedCasesQuery = queryOptions({
  queryKey: ["cases", "over"],
  queryFn: () => ask<CaseList>("GET", "/api/cases", { query: { over: "yes" } }),
  refetchOnMount: "always",
})

export interface AuditFilter {
  /** With what the names of acts begin; empty for all. */
  action: string
  safeguarding: boolean
}

export const auditQuery = ({ action, safeguarding }: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ["audit", action, safeguarding],
    queryFn: ({ pageParam }) =>
      ask<AuditPage>("GET", "/api/moderation/audit", {
        query: {
          ...(action ? { action } : {}),
          ...(safeguarding ? { safeguarding: "true" } : {}),
          ...(pageParam ? { before: pageParam } : {}),
        },
      }),
    initialPageParam: "",
    getNextPageParam: (page) => (page.older ? page.lines.at(-1)?.id : undefined),
    refetchOnMount: "always",
  })

export const caseQuery = (id: Id) =>
  queryOptions({
    queryKey: ["case", id],
    queryFn: () => ask<Case>("GET", "/api/cases/{case}", { path: { case: id } }),
  })

export const openRoom = (room: Id, body: OpenRoom) =>
  ask<Granted>("POST", "/api/moderation/rooms/{room}/open", { path: { room }, body })

const onCase =
  <B>(verb: string) =>
  (id: Id, body?: B) =>
    ask<Case>("POST", `/api/cases/{case}/${verb}`, { path: { case: id }, body })

export const addNote = onCase<{ text: string }>("notes")
export const moveCase = onCase<{ state: "triaged" | "in_work" }>("move")
export const resolveCase = onCase<ResolveCase>("resolve")
export const askToOpen = onCase<{ why: string }>("openings")
export const agree = (id: Id, opening: Id) => onCase(`openings/${encodeURIComponent(opening)}/agree`)(id)
