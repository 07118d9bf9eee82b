import { ask, type Id, type PushState } from "../../live"
import { add } from "./api"
import { subscribed } from "./device"

/** Who asked for pushes in this browser. Signing out forgets it (`features/account`). */
export const ASKED = "twinspace.push"

/** After a sign-in that followed one that ended by itself, the same person's device is told again, without a question. */
export async function keepUp(user: Id): Promise<void> {
  if (localStorage.getItem(ASKED) !== user) return
  const state = await ask<PushState>("GET", "/api/push")
  if (!state.key || state.devices.some(({ here }) => here)) return
  const has = await subscribed(state.key)
  if (has) await add(has)
  else localStorage.removeItem(ASKED)
}
