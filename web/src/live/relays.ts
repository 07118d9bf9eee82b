import { ask } from "./http"
import type { Id, Relays } from "./wire"

/** TURN relays of a conference, for networks that let no UDP out; none where the operator runs none. */
export async function relaysOf(conference: Id): Promise<RTCIceServer[]> {
  const relays = await ask<Relays>("GET", "/api/conferences/{conference}/relays", { path: { conference } })
  return relays.urls.length > 0 ? [relays] : []
}
