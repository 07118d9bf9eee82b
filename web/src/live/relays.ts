import { ask } from "./http"
import type { Id, Relays } from "./wire"

/** TURN relays of a conference, for networks that let no UDP out; none where the operator runs none. */
export async function relaysOf(conference: Id): Promise<RTCIceServer[]> {
  return iceServers(
    await ask<Relays>("GET", "/api/conferences/{conference}/relays", { path: { conference } }),
  )
}

/** The same for a check of the network ahead, good for some minutes. */
export async function relaysForCheck(space: Id): Promise<RTCIceServer[]> {
  return iceServers(
    await ask<Relays>("GET", "/api/spaces/{space}/network-checks/relays", { path: { space } }),
  )
}

function iceServers(relays: Relays): RTCIceServer[] {
  return relays.urls.length > 0 ? [relays] : []
}
