import { queryOptions } from "@tanstack/react-query"
import { type AddPushDevice, ask, type ChoosePushes, type Id, type PushState } from "../../live"

export const pushQuery = queryOptions({
  queryKey: ["push"],
  queryFn: () => ask<PushState>("GET", "/api/push"),
})

export const add = (body: AddPushDevice) => ask<PushState>("POST", "/api/push", { body })
export const choose = (body: ChoosePushes) => ask<PushState>("PUT", "/api/push", { body })
export const remove = (device: Id) => ask("DELETE", "/api/push/{device}", { path: { device } })
