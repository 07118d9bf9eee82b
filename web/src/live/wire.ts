// Written by `make types` from the structs of the server: change those, never this file.

/** A UUID. */
export type Id = string;
/** An instant in ISO 8601, in UTC. */
export type Instant = string;

export type State = "cancelled" | "ended" | "expired" | "live" | "open" | "scheduled";

export type EndReason = "admin" | "empty" | "host" | "no_teacher" | "time";

export type SeatState = "connected" | "grace" | "left" | "lobby" | "queued" | "removed";

export type SeatRole = "attendee" | "cohost" | "host" | "presenter";

export type WaitReason = "admission" | "full" | "locked" | "no_teacher" | "not_open";

export type Source = "camera" | "microphone" | "screen";

export type Layer = "high" | "low" | "medium";

/** A new message. */
export interface MessageSent {
  type: "chat.sent";
  room: Id;
  message: Message;
}

/** A message as it is now. */
export interface Message {
  id: Id;
  room: Id;
  /** Its place in the room: 1, 2, 3 … without holes. */
  seq: number;
  /** The room's change number when this message last changed. */
  change: number;
  /** Chosen by the sender: the optimistic bubble becomes this message, and a retry lands once. */
  client_id: Id;
  author: Person;
  state: "deleted" | "held" | "visible";
  /** Empty for a deleted message, whose stub stays until it expires. */
  text: string;
  reply_to: Quote | null;
  mentions: Id[];
  reactions: Reaction[];
  created_at: Instant;
  edited_at: Instant | null;
  /** Three calendar months after `created_at` (R-202, D-05). */
  expires_at: Instant;
}

/** A user as shown to others in live rooms. Pupils are a first name and an initial (domain 6.4.8). */
export interface Person {
  id: Id;
  name: string;
  kind: "guest" | "pupil" | "staff" | "teacher";
  school: string | null;
  city: string | null;
  /** ISO 3166-1 alpha-2. */
  country: string | null;
}

/** The message that a reply answers, as much as is shown above the reply. */
export interface Quote {
  id: Id;
  seq: number;
  author: Person;
  /** At most 140 characters; empty when the original is deleted or gone. */
  text: string;
}

/** One emoji under a message and who gave it. */
export interface Reaction {
  emoji: string;
  users: Id[];
}

/** A message has another text. */
export interface MessageEdited {
  type: "chat.edited";
  room: Id;
  message: Message;
}

/** A message is an empty stub now. */
export interface MessageDeleted {
  type: "chat.deleted";
  room: Id;
  message: Message;
}

/** The reactions of a message changed. */
export interface MessageReacted {
  type: "chat.reacted";
  room: Id;
  message: Message;
}

/** Messages up to this `seq` have been deleted because their three months are over. */
export interface MessagesExpired {
  type: "chat.expired";
  room: Id;
  up_to_seq: number;
}

/** The server may have missed something in this room: catch up from your cursor. */
export interface ChatGap {
  type: "chat.gap";
  room: Id;
}

/** Somebody is writing. */
export interface UserTyping {
  type: "chat.typing_now";
  room: Id;
  user: Id;
  name: string;
}

/** The reader has read up to here, in this or another tab. Told to that user only. */
export interface ReadMarked {
  type: "chat.read_marked";
  room: Id;
  seq: number;
}

/**
 * A conference of a followed space was planned, opened, started, ended, cancelled or moved. `you_may_enter` and
 * `you_host` are not personal here: clients ask again for those.
 */
export interface ConferenceChanged {
  type: "conference.changed";
  conference: ConferenceSummary;
}

/** A conference as the Live tab lists it. */
export interface ConferenceSummary {
  id: Id;
  space: Id;
  space_title: string;
  space_slug: string;
  room: Id;
  title: string;
  host: Person;
  starts_at: Instant;
  ends_at: Instant;
  /** From when a participant may enter; the host may earlier (domain 6.1). */
  doors_at: Instant;
  duration_min: number;
  media: "audio" | "video";
  lobby: boolean;
  state: State;
  end_reason: EndReason | null;
  seats: number;
  seats_taken: number;
  you_may_enter: boolean;
  you_host: boolean;
}

/** The reader's own seat is different now: let in, called from the queue, removed, given a role. */
export interface SeatChanged {
  type: "seat.changed";
  seat: YourSeat;
}

/** One's own seat: where one stands between the door and the stage. */
export interface YourSeat {
  conference: Id;
  state: SeatState;
  role: SeatRole;
  wait_reason: WaitReason | null;
  queue_position: number | null;
  /** A seat is free and kept for the reader until then. */
  called_until: Instant | null;
  /** What one may do here, as names of rights (`Right` in capitals), with the seat's role counted. */
  may: string[];
  /** Which sources the server would forward if switched on. */
  may_publish: Source[];
  /** Only when connected. */
  inside: ConferenceState | null;
}

/** A conference from inside, at the moment of connecting. */
export interface ConferenceState {
  conference: ConferenceSummary;
  participants: Participant[];
  /** Empty for everybody but those who may admit. */
  waiting: Waiting[];
  locked: boolean;
  server_time: Instant;
  /** The last teacher has gone: pupils' media is off, and at this time the conference ends (domain 6.4.1). */
  frozen_until: Instant | null;
}

/** Somebody inside a conference. */
export interface Participant {
  person: Person;
  role: SeatRole;
  /** On, and heard: what the server forwards, not what the client says. */
  microphone: boolean;
  camera: boolean;
  screen: boolean;
  hand_at: Instant | null;
  /** The line is lost and the seat is held for 60 s. */
  away: boolean;
  joined_at: Instant;
  /** What the host has switched off for this participant: it cannot be switched on by oneself. */
  held_back: Source[];
}

/** Somebody in the lobby, as the host sees it. */
export interface Waiting {
  person: Person;
  reason: WaitReason;
  since: Instant;
}

/** The reader is out: replaced by another device, removed, denied, or the conference is over. */
export interface SeatLost {
  type: "seat.lost";
  conference: Id;
  reason: "denied" | "ended" | "left" | "removed" | "replaced";
  end_reason: EndReason | null;
  /** The host's words, where there are some. */
  text: string;
}

/** Somebody is inside now. */
export interface ParticipantJoined {
  type: "participant.joined";
  conference: Id;
  participant: Participant;
}

/** Microphone, camera, screen, hand, role or line of somebody inside changed. */
export interface ParticipantChanged {
  type: "participant.changed";
  conference: Id;
  participant: Participant;
}

/** Somebody is no longer inside. */
export interface ParticipantLeft {
  type: "participant.left";
  conference: Id;
  user: Id;
}

/** Who waits; told to those who may admit. */
export interface LobbyChanged {
  type: "lobby.changed";
  conference: Id;
  waiting: Waiting[];
}

/** The host switched a source of the reader off. */
export interface YouWereMuted {
  type: "participant.muted";
  conference: Id;
  source: Source;
  held: boolean;
  by: string;
}

/** 10, 5 or 1 minutes are left (D-15). */
export interface ConferenceWarning {
  type: "conference.warning";
  conference: Id;
  minutes_left: number;
  may_extend_to: number | null;
}

/** There is more time. */
export interface ConferenceExtended {
  type: "conference.extended";
  conference: Id;
  duration_min: number;
  ends_at: Instant;
}

/** Locked, or unlocked again. */
export interface ConferenceLocked {
  type: "conference.locked";
  conference: Id;
  on: boolean;
}

/** No teacher is inside: pupils' media is off until one is; null means it goes on. */
export interface ConferenceFrozen {
  type: "conference.frozen";
  conference: Id;
  until: Instant | null;
}

/** What one's slots carry now, all of them. */
export interface SlotsChanged {
  type: "media.slots";
  conference: Id;
  slots: Slot[];
}

/** What a slot of one's offer carries now. */
export interface Slot {
  mid: string;
  user: Id | null;
  source: Source | null;
}

/** Who is speaking, loudest first. */
export interface SpeakersChanged {
  type: "media.speakers";
  conference: Id;
  speakers: Id[];
}

/** The reader's media path is gone (the worker died, or nothing came for 30 s): make a new offer. */
export interface MediaLost {
  type: "media.lost";
  conference: Id;
}

/** The first frame on a socket. */
export interface Welcome {
  type: "welcome";
  connection: Id;
  user: Id;
  server_time: Instant;
}

/** People came into, or went out of, a room. */
export interface PresenceChanged {
  type: "presence.changed";
  room: Id;
  joined: Person[];
  left: Id[];
}

/** A room's state or title is different now. */
export interface RoomChanged {
  type: "room.changed";
  room: Id;
  title: string;
  state: "open" | "paused" | "read_only";
}

/** The reader may no longer be in this room: the right was taken, the space archived, the conference over. */
export interface RoomClosed {
  type: "room.closed";
  room: Id;
  reason: "archived" | "ended" | "removed" | "revoked";
}

/** How many people are in a chatroom of a followed space. */
export interface CrowdChanged {
  type: "space.crowd";
  space: Id;
  room: Id;
  people_here: number;
  teachers_here: number;
  at: Instant;
}

/** The answer to a request that was carried out; `result` is the struct that the request promises, or null. */
export interface Done {
  type: "done";
  ref: number;
  result: unknown;
}

/** The answer to a request that was not carried out: nothing has changed. */
export interface Refused {
  type: "refused";
  ref: number;
  code: string;
  text: string;
  params: Record<string, string | number>;
}

/** Part of a room's history, by `seq`, oldest first. */
export interface MessagePage {
  messages: Message[];
  /** The room's change number: the cursor to keep. */
  change: number;
  has_older: boolean;
  /** True when the cursor was too old to catch up: what the client has must be replaced by this page. */
  reset: boolean;
  /** Up to where the caller has read. */
  read_seq: number;
}

/** The worker's SDP answer. */
export interface MediaAnswer {
  sdp: string;
}

/** What is on now. */
export interface MediaSwitched {
  microphone: boolean;
  camera: boolean;
  screen: boolean;
  /** source -> code of the reason why it stays off. */
  refused: Record<string, string>;
}

/** A room as one enters it. */
export interface RoomState {
  room: Id;
  space: Id;
  title: string;
  kind: "chatroom" | "conference";
  state: "open" | "paused" | "read_only";
  you: Person;
  /** Who is here now, once each, whatever their number of tabs. */
  people: Person[];
  /** What the caller may do here, as names of rights (`Right` in capitals). */
  may: string[];
}

/** Conferences, by start. */
export interface ConferenceList {
  conferences: ConferenceSummary[];
}

/** A chatroom in the list of a space's rooms. */
export interface RoomSummary {
  room: Id;
  title: string;
  is_default: boolean;
  state: "open" | "paused" | "read_only";
  unread: number;
  people_here: number;
  teachers_here: number;
}

/** The chatrooms of a space. */
export interface RoomList {
  rooms: RoomSummary[];
}

/** Write to the room. Answered with the stored Message, after it is committed. */
export interface SendMessage {
  type: "chat.send";
  ref: number;
  room: Id;
  client_id: Id;
  text: string;
  reply_to?: Id | null;
  mentions?: Id[];
}

/** Change one's own message within 15 minutes. */
export interface EditMessage {
  type: "chat.edit";
  ref: number;
  room: Id;
  message: Id;
  text: string;
}

/** Delete one's own message, or another's by those who may. An empty stub stays until it expires. */
export interface DeleteMessage {
  type: "chat.delete";
  ref: number;
  room: Id;
  message: Id;
}

/** Give (or take back) an emoji under a message. */
export interface React {
  type: "chat.react";
  ref: number;
  room: Id;
  message: Id;
  emoji: string;
  on?: boolean;
}

/** What changed above the cursor; without a cursor, the newest page. Answered with MessagePage. */
export interface CatchUp {
  type: "chat.catch_up";
  ref: number;
  room: Id;
  after?: number | null;
}

/** The page before a `seq`. Answered with MessagePage. */
export interface FetchHistory {
  type: "chat.history";
  ref: number;
  room: Id;
  before: number;
  limit?: number;
}

/** Say that everything up to `seq` has been seen; never goes back. */
export interface MarkRead {
  type: "chat.read";
  ref: number;
  room: Id;
  seq: number;
}

/** Say that one is writing, at most every 3 seconds. It fades by itself after 6. */
export interface Typing {
  type: "chat.typing";
  ref: number;
  room: Id;
}

/**
 * Take a seat, wait in the lobby, or stand in the queue. Answered with YourSeat. A second device of the same
 * person replaces the first (D-04); after a drop the same seat is taken again.
 */
export interface EnterConference {
  type: "conference.enter";
  ref: number;
  conference: Id;
}

/** Give the seat (or the place in lobby or queue) back. */
export interface LeaveConference {
  type: "conference.leave";
  ref: number;
  conference: Id;
}

/** The one SDP offer of this participant, or a restart of ICE on it. Answered with MediaAnswer. */
export interface OfferMedia {
  type: "media.offer";
  ref: number;
  conference: Id;
  sdp: string;
  restart?: boolean;
}

/** Say which of one's own sources are on. Answered with MediaSwitched: what the server allows may be less. */
export interface SwitchMedia {
  type: "media.switch";
  ref: number;
  conference: Id;
  microphone: boolean;
  camera: boolean;
  screen: boolean;
}

/** What to show in the video slots of one's offer; slots not named are empty. */
export interface WatchSlots {
  type: "media.watch";
  ref: number;
  conference: Id;
  wants: Want[];
}

/** What a video slot should show. */
export interface Want {
  mid: string;
  user: Id | null;
  source?: "camera" | "screen";
  layer?: Layer;
}

/** Raise or lower one's own hand; the host may lower another's by naming the user. */
export interface RaiseHand {
  type: "hand.raise";
  ref: number;
  conference: Id;
  up: boolean;
  user?: Id | null;
}

/** Let somebody (or, without a user, everybody) in from the lobby. */
export interface AdmitParticipant {
  type: "lobby.admit";
  ref: number;
  conference: Id;
  user?: Id | null;
}

/** Send somebody away from the lobby. */
export interface DenyParticipant {
  type: "lobby.deny";
  ref: number;
  conference: Id;
  user: Id;
}

/** Switch a source of one participant (or of all pupils, without a user) off. `hold` keeps it off until lifted. */
export interface MuteParticipant {
  type: "participant.mute";
  ref: number;
  conference: Id;
  source: Source;
  user?: Id | null;
  hold?: boolean;
}

/** Lift a hold: the participant may switch the source on again by oneself. */
export interface ReleaseParticipant {
  type: "participant.release";
  ref: number;
  conference: Id;
  source: Source;
  user?: Id | null;
}

/** Take a participant out; only re-admission brings them back (domain 6.4.6). */
export interface RemoveParticipant {
  type: "participant.remove";
  ref: number;
  conference: Id;
  user: Id;
  reason?: string;
}

/** Undo a removal: the person may enter again. */
export interface ReadmitParticipant {
  type: "participant.readmit";
  ref: number;
  conference: Id;
  user: Id;
}

/** Give or take a seat role: co-host to teachers only, presenter to anybody (n10). A pupil is never a host. */
export interface AppointParticipant {
  type: "participant.appoint";
  ref: number;
  conference: Id;
  user: Id;
  role: "attendee" | "cohost" | "presenter";
}

/** Newcomers wait in the lobby while locked. */
export interface LockConference {
  type: "conference.lock";
  ref: number;
  conference: Id;
  on: boolean;
}

/** To the next length, once: 30 → 60 → 90 (D-15). */
export interface ExtendConference {
  type: "conference.extend";
  ref: number;
  conference: Id;
}

/** Everybody out, reason `host`. */
export interface EndConference {
  type: "conference.end";
  ref: number;
  conference: Id;
}

/** Enter a chatroom ("Go to Chatroom", R-201) and hear what happens in it. Answered with RoomState. */
export interface JoinRoom {
  type: "room.join";
  ref: number;
  room: Id;
}

/** Stop hearing a room. */
export interface LeaveRoom {
  type: "room.leave";
  ref: number;
  room: Id;
}

/** Hear what changes in a space while one looks at it: conferences, how many are in the chatrooms. */
export interface FollowSpace {
  type: "space.follow";
  ref: number;
  space: Id;
}

/** Stop hearing a space. */
export interface UnfollowSpace {
  type: "space.unfollow";
  ref: number;
  space: Id;
}

/** Plan or start a conference; `starts_at` absent means now. 30, 60 or 90 minutes, no other length. */
export interface ScheduleConference {
  title: string;
  duration_min: number;
  media?: "audio" | "video";
  lobby?: boolean;
  starts_at?: Instant | null;
}

/** Everything a client may send on the socket. */
export type Request =
  | SendMessage
  | EditMessage
  | DeleteMessage
  | React
  | CatchUp
  | FetchHistory
  | MarkRead
  | Typing
  | EnterConference
  | LeaveConference
  | OfferMedia
  | SwitchMedia
  | WatchSlots
  | RaiseHand
  | AdmitParticipant
  | DenyParticipant
  | MuteParticipant
  | ReleaseParticipant
  | RemoveParticipant
  | ReadmitParticipant
  | AppointParticipant
  | LockConference
  | ExtendConference
  | EndConference
  | JoinRoom
  | LeaveRoom
  | FollowSpace
  | UnfollowSpace;

/** Everything the server tells on the socket by itself. */
export type Update =
  | MessageSent
  | MessageEdited
  | MessageDeleted
  | MessageReacted
  | MessagesExpired
  | ChatGap
  | UserTyping
  | ReadMarked
  | ConferenceChanged
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
  | SlotsChanged
  | SpeakersChanged
  | MediaLost
  | Welcome
  | PresenceChanged
  | RoomChanged
  | RoomClosed
  | CrowdChanged;

/** What comes back for a request, with its `ref`. */
export type Answer =
  | Done
  | Refused;

/** What `result` holds when a request of this type is done. */
export interface Results {
  "chat.send": Message;
  "chat.edit": null;
  "chat.delete": null;
  "chat.react": null;
  "chat.catch_up": MessagePage;
  "chat.history": MessagePage;
  "chat.read": null;
  "chat.typing": null;
  "conference.enter": YourSeat;
  "conference.leave": null;
  "media.offer": MediaAnswer;
  "media.switch": MediaSwitched;
  "media.watch": null;
  "hand.raise": null;
  "lobby.admit": null;
  "lobby.deny": null;
  "participant.mute": null;
  "participant.release": null;
  "participant.remove": null;
  "participant.readmit": null;
  "participant.appoint": null;
  "conference.lock": null;
  "conference.extend": null;
  "conference.end": null;
  "room.join": RoomState;
  "room.leave": null;
  "space.follow": null;
  "space.unfollow": null;
}

/** The routes of the HTTP interface: what goes in, what comes out. */
export interface Routes {
  "POST ?ScheduleConference": { takes: ScheduleConference; gives: null };
  "POST ?Want": { takes: Want; gives: null };
}
