import type { ConferenceState, Id, YourSeat } from "./wire"

/** A conference as whatever stands beside its stage follows it. */
export interface Followed {
  readonly id: Id
  subscribe: (listener: () => void) => () => void
  read: () => { seat: YourSeat | null }
}

/** Told at once of the whole state each time one comes in, so that no update falls between the state and the store. */
export function onInside(
  conference: Followed,
  seated: (inside: ConferenceState, seat: YourSeat) => void,
): () => void {
  let last: ConferenceState | null = null
  const look = () => {
    const { seat } = conference.read()
    if (!seat?.inside || seat.inside === last) return
    last = seat.inside
    seated(last, seat)
  }
  look()
  return conference.subscribe(look)
}
