import { queryOptions } from "@tanstack/react-query"
import {
  ask,
  type Id,
  type KeepMessage,
  type KeptText,
  type KeptTexts,
  type LeavingMessages,
} from "../../live"

export const keptQuery = (space: Id) =>
  queryOptions({
    queryKey: ["kept", space],
    queryFn: () => ask<KeptTexts>("GET", "/api/spaces/{space}/kept", { path: { space } }),
  })

export const leavingQuery = (room: Id) =>
  queryOptions({
    queryKey: ["leaving", room],
    queryFn: () => ask<LeavingMessages>("GET", "/api/rooms/{room}/leaving", { path: { room } }),
  })

export const keep = (room: Id, body: KeepMessage) =>
  ask<KeptText>("POST", "/api/rooms/{room}/kept", { path: { room }, body })

export const takeOff = (space: Id, text: Id) =>
  ask("DELETE", "/api/spaces/{space}/kept/{text}", { path: { space, text } })
