import type {
  ConferenceChanged,
  ConferenceExtended,
  ConferenceFrozen,
  ConferenceLocked,
  ConferenceSummary,
  ConferenceWarning,
  Id,
  Instant,
  LobbyChanged,
  Participant,
  ParticipantChanged,
  ParticipantJoined,
  ParticipantLeft,
  Refusal,
  SeatChanged,
  SeatLost,
  Source,
  SpeakersChanged,
  Waiting,
  YourSeat,
  YouWereMuted,
} from "../../live"

/**
 * Where one stands: `before → entering → waiting | inside`; `waiting → inside`; from everywhere `→ out`.
 * A lost line leaves the phase as it is: the seat is held, and `held` says so.
 */
export type Phase = "before" | "entering" | "waiting" | "inside" | "out"

export interface Farewell {
  reason: SeatLost["reason"]
  endReason: SeatLost["end_reason"]
  text: string
}

/** A conference as this tab knows it: whole on entering, then changed by differences. */
export interface View {
  you: Id
  phase: Phase
  conference: ConferenceSummary | null
  seat: YourSeat | null
  /** In the order of joining. */
  participants: readonly Participant[]
  lobby: readonly Waiting[]
  locked: boolean
  frozenUntil: Instant | null
  warning: { minutesLeft: number; extendTo: number | null } | null
  speakers: readonly Id[]
  muted: { source: Source; held: boolean; by: string } | null
  farewell: Farewell | null
  refusal: Refusal | null
  /** The line is lost and the seat is held. */
  held: boolean
  /** The line was lost and is here again: the microphone is off. */
  back: boolean
}

export type Told =
  | SeatChanged
  | SeatLost
  | ParticipantJoined
  | ParticipantChanged
  | ParticipantLeft
  | LobbyChanged
  | YouWereMuted
  | ConferenceWarning
  | ConferenceExtended
  | ConferenceLocked
  | ConferenceFrozen
  | ConferenceChanged
  | SpeakersChanged

export function blank(you: Id): View {
  return {
    you,
    phase: "before",
    conference: null,
    seat: null,
    participants: [],
    lobby: [],
    locked: false,
    frozenUntil: null,
    warning: null,
    speakers: [],
    muted: null,
    farewell: null,
    refusal: null,
    held: false,
    back: false,
  }
}

const PHASE_OF_SEAT: Record<YourSeat["state"], Phase> = {
  lobby: "waiting",
  queued: "waiting",
  connected: "inside",
  grace: "entering",
  left: "before",
  removed: "out",
}

/** The view with one's own seat as the server says it is. */
export function seated(view: View, seat: YourSeat): View {
  const phase = PHASE_OF_SEAT[seat.state]
  const next: View = { ...view, seat, phase, refusal: null, held: false }
  if (phase === "out")
    return { ...next, farewell: view.farewell ?? { reason: "removed", endReason: null, text: "" } }
  const { inside } = seat
  if (!inside) return next
  return {
    ...next,
    conference: inside.conference,
    participants: inOrder(inside.participants),
    lobby: inside.waiting,
    locked: inside.locked,
    frozenUntil: inside.frozen_until,
    farewell: null,
  }
}

/** The notice of being muted goes when the hold is lifted, or when one speaks again. */
function stillMuted({ muted, you }: View, { person, held_back, ...on }: Participant): View["muted"] {
  if (!muted || person.id !== you) return muted
  return on[muted.source] || (muted.held && !held_back.includes(muted.source)) ? null : muted
}

/** The view after an update about this conference. */
export function told(view: View, update: Told): View {
  switch (update.type) {
    case "seat.changed":
      return seated(view, update.seat)
    case "seat.lost":
      return lost(view, update)
    case "participant.joined":
    case "participant.changed":
      return {
        ...view,
        participants: withParticipant(view.participants, update.participant),
        muted: stillMuted(view, update.participant),
      }
    case "participant.left":
      return {
        ...view,
        participants: view.participants.filter(({ person }) => person.id !== update.user),
        speakers: view.speakers.filter((speaker) => speaker !== update.user),
      }
    case "lobby.changed":
      return { ...view, lobby: update.waiting }
    case "participant.muted":
      return { ...view, muted: { source: update.source, held: update.held, by: update.by } }
    case "conference.warning":
      return { ...view, warning: { minutesLeft: update.minutes_left, extendTo: update.may_extend_to } }
    case "conference.extended":
      return {
        ...withConference(view, { duration_min: update.duration_min, ends_at: update.ends_at }),
        warning: null,
      }
    case "conference.locked":
      return { ...view, locked: update.on }
    case "conference.frozen":
      return { ...view, frozenUntil: update.until }
    case "conference.changed":
      return changed(view, update.conference)
    case "media.speakers":
      return { ...view, speakers: update.speakers }
  }
}

function lost(view: View, update: SeatLost): View {
  if (view.phase === "out") return view
  const farewell = { reason: update.reason, endReason: update.end_reason, text: update.text }
  return { ...view, phase: "out", farewell, speakers: [], held: false }
}

/** What the broadcast says about the reader (`you_may_enter`, `you_host`) is not about the reader. */
function changed(view: View, conference: ConferenceSummary): View {
  const own = view.conference
  if (!own) return view
  return withConference(view, { ...conference, you_may_enter: own.you_may_enter, you_host: own.you_host })
}

function withConference(view: View, change: Partial<ConferenceSummary>): View {
  return view.conference ? { ...view, conference: { ...view.conference, ...change } } : view
}

function withParticipant(participants: readonly Participant[], one: Participant): Participant[] {
  return inOrder([...participants.filter(({ person }) => person.id !== one.person.id), one])
}

function inOrder(participants: readonly Participant[]): Participant[] {
  return [...participants].sort(
    (a, b) => at(a.joined_at) - at(b.joined_at) || a.person.id.localeCompare(b.person.id),
  )
}

function at(instant: Instant): number {
  return Date.parse(instant)
}

/** One's own participant. */
export function ownPart(view: View): Participant | null {
  return view.participants.find(({ person }) => person.id === view.you) ?? null
}

/** Raised hands, the longest waiting first. */
export function hands(participants: readonly Participant[]): Participant[] {
  return participants
    .filter(({ hand_at }) => hand_at !== null)
    .sort((a, b) => at(a.hand_at ?? a.joined_at) - at(b.hand_at ?? b.joined_at))
}

/** The number on somebody's hand badge, from 1; null while the hand is down. */
export function handNumber(view: Pick<View, "participants">, user: Id): number | null {
  const place = hands(view.participants).findIndex(({ person }) => person.id === user)
  return place < 0 ? null : place + 1
}

/** Who waits at the door for the host to let them in; the others wait for the time, a teacher or a seat. */
export function askingIn(view: Pick<View, "lobby">): readonly Waiting[] {
  return view.lobby.filter(({ reason }) => reason === "admission" || reason === "locked")
}

export function may(view: Pick<View, "seat">, right: string): boolean {
  return view.seat?.may.includes(right) ?? false
}

/** Whether the server would forward this source if it were switched on. */
export function mayPublish(view: Pick<View, "seat">, source: Source): boolean {
  return view.seat?.may_publish.includes(source) ?? false
}

/** Whether one's own sound and picture are stopped because no teacher is inside (domain 6.4.1). */
export function isFrozenFor(view: View): boolean {
  return view.frozenUntil !== null && ownPart(view)?.person.kind === "pupil"
}

/** Minutes left, rounded up as people read clocks: 60 s is "1", 61 s is "2". */
export function minutesLeft(endsAt: Instant, now: number): number {
  return Math.max(0, Math.ceil((at(endsAt) - now) / 60_000))
}

/** The length that the host may extend to, if any is left: 30 → 60 → 90 (D-15). */
export function nextLength(minutes: number): number | null {
  return minutes === 30 ? 60 : minutes === 60 ? 90 : null
}
