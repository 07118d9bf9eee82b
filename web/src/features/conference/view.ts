import type {
  ConferenceChanged,
  ConferenceExtended,
  ConferenceFrozen,
  ConferenceLocked,
  ConferencePaused,
  ConferenceSummary,
  ConferenceWarning,
  ConferenceWatched,
  Hand,
  HandsChanged,
  Id,
  Instant,
  LobbyChanged,
  Lock,
  LocksChanged,
  Participant,
  ParticipantChanged,
  ParticipantJoined,
  ParticipantLeft,
  Person,
  RecordingChanged,
  RecordingMark,
  RecordingStored,
  Refusal,
  Removed,
  RemovedChanged,
  SchoolTalk,
  SeatChanged,
  SeatLost,
  Slides,
  SlidesChanged,
  Source,
  SpeakersChanged,
  TalkChanged,
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
  /** When a ban ends by itself. */
  until?: Instant | null
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
  /** Schools whose pupils wait for an adult of their own. */
  frozenSchools: readonly string[]
  /** Everything but those who lead has stopped. */
  paused: boolean
  /** Who pressed "Pause all", as far as this tab was told. */
  pausedBy: string | null
  locks: readonly Lock[]
  /** In the order in which they are called. */
  hands: readonly Hand[]
  quietFirst: boolean
  removed: readonly Removed[]
  talk: readonly SchoolTalk[]
  /** What is on stage. */
  slides: Slides | null
  /** The recording that runs. */
  recording: RecordingMark | null
  /** Whether one decides about everybody's messages beside the stage. */
  administers: boolean
  /** The pupils about whose messages one decides in any case. */
  answersFor: readonly Id[]
  /** Outside staff who read the chat beside the stage now: everybody sees that. */
  moderators: readonly Person[]
  /** Octets of it on the server: 0 before Record. */
  stored: number
  /** Why the last recording ended by itself. */
  recordingFailure: string | null
  /** `closing`: the planned end of an event has passed, and its room closes. */
  warning: { minutesLeft: number; closing: boolean; extendTo: number | null } | null
  speakers: readonly Id[]
  muted: { source: Source; held: boolean; by: string } | null
  farewell: Farewell | null
  refusal: Refusal | null
  /** The line is lost and the seat is held. */
  held: boolean
  /** One was away and is here again, with the microphone off: since when, and for how long. */
  back: { since: number; seconds: number } | null
}

export type Told =
  | ConferenceWatched
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
  | ConferencePaused
  | LocksChanged
  | HandsChanged
  | RemovedChanged
  | TalkChanged
  | SlidesChanged
  | SpeakersChanged
  | RecordingChanged
  | RecordingStored

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
    frozenSchools: [],
    paused: false,
    pausedBy: null,
    locks: [],
    hands: [],
    quietFirst: false,
    removed: [],
    talk: [],
    slides: null,
    recording: null,
    administers: false,
    answersFor: [],
    moderators: [],
    stored: 0,
    recordingFailure: null,
    warning: null,
    speakers: [],
    muted: null,
    farewell: null,
    refusal: null,
    held: false,
    back: null,
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
    frozenSchools: inside.frozen_schools,
    paused: inside.paused,
    pausedBy: inside.paused ? view.pausedBy : null,
    locks: inside.locks,
    hands: inside.hands,
    quietFirst: inside.quiet_first,
    removed: inside.removed,
    talk: inside.talk,
    slides: inside.slides,
    recording: inside.recording,
    administers: inside.administers,
    answersFor: inside.answers_for,
    moderators: inside.moderators,
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
    case "conference.watched":
      return { ...view, moderators: update.moderators }
    case "lobby.changed":
      return { ...view, lobby: update.waiting }
    case "participant.muted":
      return { ...view, muted: { source: update.source, held: update.held, by: update.by } }
    case "conference.warning":
      return {
        ...view,
        warning: {
          minutesLeft: update.minutes_left,
          closing: update.closing,
          extendTo: update.may_extend_to,
        },
      }
    case "conference.extended":
      return {
        ...withConference(view, {
          duration_min: update.duration_min,
          ends_at: update.ends_at,
          closes_at: update.ends_at,
        }),
        warning: null,
      }
    case "conference.locked":
      return { ...view, locked: update.on }
    case "conference.frozen":
      return { ...view, frozenUntil: update.until, frozenSchools: update.schools }
    case "conference.paused":
      return { ...view, paused: update.on, pausedBy: update.on ? update.by : null }
    case "conference.locks_changed":
      return { ...view, locks: update.locks }
    case "hands.changed":
      return { ...view, hands: update.hands, quietFirst: update.quiet_first }
    case "removed.changed":
      return { ...view, removed: update.removed }
    case "talk.changed":
      return { ...view, talk: update.talk }
    case "slides.changed":
      return { ...view, slides: update.slides }
    case "recording.changed":
      return {
        ...view,
        recording: update.recording,
        stored: 0,
        recordingFailure: update.recording ? null : (update.failure ?? view.recordingFailure),
      }
    case "recording.stored":
      return { ...view, stored: update.octets }
    case "conference.changed":
      return changed(view, update.conference)
    case "media.speakers":
      return { ...view, speakers: update.speakers }
  }
}

function lost(view: View, update: SeatLost): View {
  if (view.phase === "out") return view
  const farewell = {
    reason: update.reason,
    endReason: update.end_reason,
    text: update.text,
    until: update.until,
  }
  return { ...view, phase: "out", farewell, speakers: [], held: false }
}

/** What the broadcast says about the reader (`you_may_enter`, `you_host`, `you_listen`) is not about the reader. */
function changed(view: View, conference: ConferenceSummary): View {
  const own = view.conference
  if (!own) return view
  const { you_may_enter, you_host, you_listen } = own
  return withConference(view, { ...conference, you_may_enter, you_host, you_listen })
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

/** A raised hand with the person behind it: somebody inside, or a pupil on somebody's class list. */
export interface RaisedHand {
  hand: Hand
  person: Person
  /** The place in the order of calling, from 1. */
  number: number
}

/** Raised hands in the order in which they are called; one whose person is not known here yet is left out. */
export function raisedHands(view: Pick<View, "hands" | "participants">): RaisedHand[] {
  return view.hands.flatMap((hand, place) => {
    const seat = view.participants.find(({ person }) => person.id === hand.user)
    const person =
      hand.pupil === null
        ? seat?.person
        : seat?.class_list.find(({ person: pupil }) => pupil.id === hand.pupil)?.person
    return person ? [{ hand, person, number: place + 1 }] : []
  })
}

/** The number on the hand badge of a seat, from 1: of its own hand, or the first of its class. Null while all are down. */
export function handNumber(view: Pick<View, "hands">, user: Id): number | null {
  const place = view.hands.findIndex((hand) => hand.user === user)
  return place < 0 ? null : place + 1
}

const ASKING = new Set<Waiting["reason"]>(["admission", "locked", "sent_back"])

/** Who waits at the door for the host to let them in; the others wait for the time, a teacher or a seat. */
export function askingIn(view: Pick<View, "lobby">): readonly Waiting[] {
  return view.lobby.filter(({ reason }) => ASKING.has(reason))
}

export function may(view: Pick<View, "seat">, right: string): boolean {
  return view.seat?.may.includes(right) ?? false
}

/** Whether the server would forward this source if it were switched on. */
export function mayPublish(view: Pick<View, "seat">, source: Source): boolean {
  return view.seat?.may_publish.includes(source) ?? false
}

/** Whether one may put documents on stage and turn their pages. */
export function presents(view: Pick<View, "seat">): boolean {
  return view.seat?.presents ?? false
}

/** Whether one leads here: pauses and locks are for the others. */
export function leads(view: Pick<View, "seat">): boolean {
  return may(view, "CONFERENCE_MODERATE")
}

/** Why the server does not forward this source now, as a code; null when it does. */
export function whyNotPublish(view: Pick<View, "seat">, source: Source): string | null {
  return view.seat?.may_not_publish[source] ?? null
}

/** Minutes left, rounded up as people read clocks: 60 s is "1", 61 s is "2". */
export function minutesLeft(endsAt: Instant, now: number): number {
  return Math.max(0, Math.ceil((at(endsAt) - now) / 60_000))
}

/** The length that the host may extend to, if any is left: 30 → 60 → 90 (D-15). */
export function nextLength(minutes: number): number | null {
  return minutes === 30 ? 60 : minutes === 60 ? 90 : null
}
