import { queryOptions } from "@tanstack/react-query"
import { ask, type Id, type NetworkChecks, type SendNetworkCheck } from "../../live"

/** The newest check of each school; for teachers of the space. */
export const checksQuery = (space: Id) =>
  queryOptions({
    queryKey: ["network-checks", space],
    queryFn: () => ask<NetworkChecks>("GET", "/api/spaces/{space}/network-checks", { path: { space } }),
  })

export const sendCheck = (space: Id, body: SendNetworkCheck) =>
  ask<unknown>("POST", "/api/spaces/{space}/network-checks", { path: { space }, body })
