// Written by `make types` from the structs of the server: change those, never this file.

/** A UUID. */
export type Id = string;
/** An instant in ISO 8601, in UTC. */
export type Instant = string;

export type MaterialKind = "file" | "image" | "video_link";

export type VideoProvider = "dailymotion" | "vimeo" | "youtube";

export type EventForm = "celebration" | "meeting" | "seminar";

export type EventMode = "online" | "onsite_face" | "onsite_material";

export type EventAudience = "all" | "contacts" | "countries";

export type EventState = "archived" | "cancelled" | "doors" | "draft" | "ended" | "live" | "preparing" | "published";

export type YouAre = "attended" | "cohost" | "host" | "joined" | "left" | "no_show" | "waiting";

export type Offer = "cancelled" | "enter" | "join" | "leave" | "leave_line" | "live" | "locked" | "manage" | "over" | "overtime" | "prepare" | "publish" | "wait";

export type UploadKind = "file" | "image" | "video";

export type Section = "files" | "images" | "videos";

export type Licence = "cc_by" | "cc_by_sa" | "own" | "permission" | "public_domain";

export type Role = "cofounder" | "expert" | "founder" | "member" | "moderator" | "observer" | "pupil" | "pupil_admin" | "teacher" | "teacher_admin" | "tutor" | "visitor";

export type Activity = "earlier" | "never" | "today" | "week";

export type Why = "address" | "email" | "handle" | "link" | "moderator" | "phone" | "reports" | "word";

export type DocumentState = "converting" | "failed" | "ready" | "waiting";

export type DocumentKind = "docx" | "jpg" | "odp" | "pdf" | "png" | "pptx" | "xlsx";

export type Colour = "black" | "blue" | "green" | "red";

export type EndReason = "admin" | "empty" | "host" | "no_teacher" | "time";

export type Lock = "camera" | "chat" | "microphone" | "screen";

export type LossReason = "banned" | "cancelled" | "denied" | "ended" | "left" | "moved" | "removed" | "replaced";

export type Network = "good" | "poor" | "weak";

export type NetworkCause = "bandwidth" | "delay" | "loss_in" | "loss_out" | "processor";

export type SeatRole = "attendee" | "cohost" | "host" | "presenter";

export type SeatState = "connected" | "grace" | "left" | "lobby" | "queued" | "removed";

export type Source = "camera" | "microphone" | "screen";

export type WaitReason = "admission" | "full" | "locked" | "no_school_teacher" | "no_teacher" | "not_open" | "sent_back";

export type Layer = "high" | "low" | "medium";

export type PollState = "closed" | "draft" | "open" | "shown";

export type QuestionState = "answered" | "answering" | "asked" | "dismissed";

export type RecordingState = "deleted" | "expired" | "failed" | "processing" | "published" | "ready" | "running";

export type RecordingAnswer = "agreed" | "declined";

export type Mp4 = "asked" | "failed" | "none" | "ready";

export type Failure = "broken" | "disk_failed" | "disk_full" | "disk_slow" | "empty" | "no_folder";

export type ExitMood = "not_well" | "partly" | "well";

export type ReactionKind = "clap" | "heart" | "laugh" | "party" | "surprised" | "thumbs_up";

export type Reason = "bullying" | "child_data" | "commercial" | "copyright" | "hate" | "impersonation" | "other" | "self_harm" | "sexual_or_violent" | "spam";

export type Target = "conference" | "material" | "message" | "person" | "question" | "recording";

export type CaseState = "appealed" | "closed" | "in_work" | "open" | "resolved" | "triaged";

export type Outcome = "no_action" | "removed" | "suspended" | "warned";

export type Hint = "ask_first" | "kinder_words" | "leave_out_contact" | "no_names" | "other";

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

/** A user as shown to others in live rooms. Pupils are a first name and an initial (domain 6.4.8). */
export interface Person {
  id: Id;
  name: string;
  /** `moderator`: somebody of outside staff who is here for a stated reason, for all to see (T35). */
  kind: "guest" | "moderator" | "pupil" | "staff" | "teacher";
  school: string | null;
  city: string | null;
  /** ISO 3166-1 alpha-2. */
  country: string | null;
}

/** A room's state, title or rules are different now. */
export interface RoomChanged {
  type: "room.changed";
  room: Id;
  title: string;
  state: "open" | "paused" | "read_only";
  /** Null when only the title or the state was changed. */
  rules: WritingRules | null;
}

/** Who may write in a chatroom, when and how fast. */
export interface WritingRules {
  pupils_can_write: boolean;
  /** Seconds between two messages of one person; 0 for no limit. */
  slow_mode_s: number;
  /** Null for always. */
  hours: Hours | null;
}

/** Between which times of the day pupils may write, in their own time; may pass midnight (domain 6.4.2). */
export interface Hours {
  opens: string;
  closes: string;
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
  /** While it is held; told to its author and to teachers only, as the message itself (T2). */
  hold: Hold | null;
  /** The material of the space that it links. */
  material: Id | null;
  /** What that is; null once it is no longer there. */
  preview: MaterialPreview | null;
}

/**
 * The message that a reply answers, as much as is shown above the reply.
 *
 * A later update of the answered message changes the quote too: the client sets its text by the same rule, and drops
 * the quote when the answered message expires.
 */
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

/** Why a message waits for a teacher, and the hint with which it came back to its author. */
export interface Hold {
  findings: Finding[];
  since: Instant;
  /** A code that the reader's own language has words for; null while nobody has looked. */
  hint: string | null;
  /** The teacher's own words beside the hint. */
  note: string;
  returned_at: Instant | null;
}

/** One reason for a hold and where it stands in the text, counted in Unicode characters. */
export interface Finding {
  kind: Why;
  start: number;
  /** As `start` when it is the whole message. */
  end: number;
}

/**
 * What a message shows of the material that it links. An image's small picture is at
 * `/api/spaces/{space}/materials/{id}/thumbnail`, for those who may see the space.
 */
export interface MaterialPreview {
  id: Id;
  space: Id;
  kind: MaterialKind;
  title: string;
  alt_text: string;
  file_type: string | null;
  provider: VideoProvider | null;
}

/** A message has another text, or what it links is no longer there. */
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

/** A message waits for a teacher, or came back to its author with a hint. Told to its author and to teachers. */
export interface MessageHeld {
  type: "chat.held";
  room: Id;
  message: Message;
}

/** A message that was held may be read by everybody; it stands where it was written. */
export interface MessageReleased {
  type: "chat.released";
  room: Id;
  message: Message;
}

/** A message is held and may not be read. Who may read it has heard of it just before, with the same change. */
export interface MessageWithdrawn {
  type: "chat.withdrawn";
  room: Id;
  message: Id;
  change: number;
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

/** Somebody wrote in a chatroom of a followed space: what is unread there is worth counting anew. */
export interface RoomNews {
  type: "space.news";
  space: Id;
  room: Id;
}

/**
 * A conference of a followed space was planned, opened, started, ended, cancelled or moved. `you_may_enter` and
 * `you_host`, like `you_listen`, are not personal here: clients ask again for those.
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
  /** The event whose room this is; its page is the way back. */
  event: Id | null;
  title: string;
  host: Person;
  starts_at: Instant;
  /** The planned end. */
  ends_at: Instant;
  /** When the room closes: that of an event a quarter of an hour later (D-19). */
  closes_at: Instant;
  /** From when a participant may enter; the host may earlier (domain 6.1). */
  doors_at: Instant;
  duration_min: number;
  media: "audio" | "video";
  lobby: boolean;
  state: "cancelled" | "ended" | "expired" | "live" | "open" | "scheduled";
  end_reason: EndReason | null;
  seats: number;
  seats_taken: number;
  you_may_enter: boolean;
  you_host: boolean;
  /** Of an event: the reader leads nothing, and is neither seen nor heard, as it is locked now, off the stage. */
  you_listen: boolean;
  /** What is planned for it, as whoever planned it wrote it down. */
  agenda: string;
  /** A recording is running: said before one goes in. */
  recorded: boolean;
  /** It will be recorded, says its host. */
  announced: boolean;
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
  /** source -> why it would not be forwarded now: held, locked, paused, no_teacher, no_school_teacher … */
  may_not_publish: Record<string, string>;
  /** Why one may not write beside the stage now: held, locked, paused, no_teacher, no_school_teacher. */
  chat_closed: string | null;
  /** Whether one may list a class on this seat. */
  class_list: boolean;
  /** Whether one may put documents on stage and turn their pages. */
  presents: boolean;
  /** Only when connected. */
  inside: ConferenceState | null;
  recording: YourRecording;
  /** Why one waits, in plain English, for readers without a catalogue: "The room is full (25/25)". */
  text: string;
  /** Since when it is rehearsed, with ghosts: what is made meanwhile deletes itself. */
  rehearsal_since: Instant | null;
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
  /** Everything of those led is stopped: nothing of theirs is forwarded, and they cannot write. */
  paused: boolean;
  /** What those who neither lead nor present may not do. */
  locks: Lock[];
  /** In the order in which they are called. */
  hands: Hand[];
  /** Hands of schools that spoke less come first. */
  quiet_first: boolean;
  /** Empty for everybody but those who lead. */
  removed: Removed[];
  /** Who spoke longest comes first. */
  talk: SchoolTalk[];
  /** Schools whose pupils are frozen, because no adult of theirs is inside (the space's `school_quorum`). */
  frozen_schools: string[];
  agenda: string;
  /** Drafts for those who lead only, in their order; the others as they were opened. */
  polls: Poll[];
  /** In the order of asking. */
  questions: Question[];
  /** For which questions the reader voted, those that were put aside meanwhile included. */
  question_votes: Id[];
  /** What is on stage. */
  slides: Slides | null;
  /** A recording is running. */
  recording: RecordingMark | null;
  /** Whether the reader decides about everybody's messages beside the stage; as in RoomState. */
  administers: boolean;
  /** The pupils in the reader's charge, about whose messages the reader decides in any case. */
  answers_for: Id[];
  /** Outside staff who were let in and read the chat beside the stage now (T35). */
  moderators: Person[];
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
  /** How well the participant's network carries, as the browser says. */
  network: Network;
  /** What is worst about it. */
  network_cause: NetworkCause | null;
  /** May not write beside the stage until that is lifted. */
  chat_held: boolean;
  /** Types what is said, for everybody to read. */
  captioner: boolean;
  /** Seconds this participant has spoken, in steps of five. */
  talk_s: number;
  /** Pupils who sit before this participant's device: they take no seats of their own. */
  class_list: Classmate[];
  /** What this participant sends is in the running recording. */
  recorded: boolean;
}

/** A pupil who takes part at a teacher's device, together with others. */
export interface Classmate {
  person: Person;
  hand_at: Instant | null;
}

/** Somebody in the lobby, as the host sees it. */
export interface Waiting {
  person: Person;
  reason: WaitReason;
  since: Instant;
}

/** A raised hand. */
export interface Hand {
  /** Whose seat it is. */
  user: Id;
  /** Whose hand it is, when it is of the class list of that seat. */
  pupil: Id | null;
  at: Instant;
}

/** Somebody who was taken out, or is banned from the conferences of the space. */
export interface Removed {
  person: Person;
  reason: string;
  at: Instant;
  banned: boolean;
  /** When the ban ends by itself; null until it is lifted. */
  until: Instant | null;
  /** The name of who decided it. */
  by: string;
}

/** How long the people of one school have spoken together. */
export interface SchoolTalk {
  school: string | null;
  country: string | null;
  /** In steps of five. */
  seconds: number;
}

/** A poll as the reader may see it. */
export interface Poll {
  id: Id;
  question: string;
  /** Several options may be chosen. */
  multiple: boolean;
  /** Nobody can find out who chose what. Named otherwise: those who lead see it. */
  anonymous: boolean;
  state: PollState;
  /** Among the drafts; the smallest comes first. */
  position: number;
  options: PollOption[];
  /** When this page is on stage, those who lead are asked to open it. */
  page: PollPage | null;
  opened_at: Instant | null;
  /** How often the draft was written: named by whoever writes it anew. */
  revision: number;
  /** When shown; while open and closed for those who lead only. */
  results: PollResults | null;
  /** Null until one has answered; in updates, which everybody reads, it is always null and says nothing. */
  yours: OwnAnswer | null;
}

/** One of the answers that a poll offers. */
export interface PollOption {
  id: Id;
  text: string;
}

/** The page of a document that a poll belongs to. */
export interface PollPage {
  document: Id;
  page: number;
}

/** The bars of a poll. */
export interface PollResults {
  /** How many people have answered. */
  answered: number;
  /**
   * How many chose each option, in the order of the options; more than `answered` together where several may be
   * chosen.
   */
  votes: number[];
}

/** What the server knows of the reader's own answer. */
export interface OwnAnswer {
  /** What one chose; empty for an anonymous poll, of which the server does not know it. */
  options: Id[];
  /** Once, while the poll is open; an anonymous answer only with the receipt that came with it. */
  may_change: boolean;
}

/** A question as everybody inside sees it; a dismissed one is seen by its author and by those who lead only. */
export interface Question {
  id: Id;
  author: Person;
  text: string;
  /** `answering` is the one that is being answered now. */
  state: QuestionState;
  votes: number;
  asked_at: Instant;
}

/** What is on stage: a document and its page, until somebody takes it off. */
export interface Slides {
  document: Id;
  /** From 1. */
  page: number;
  /** Grows with each line that is drawn or taken away: whoever missed one asks for all lines of the page again. */
  drawings: number;
}

/** That a recording is running: shown to everybody all the time. */
export interface RecordingMark {
  recording: Id;
  since: Instant;
  /** The name of who started it. */
  by: string;
  /** When it ends by itself: a test, in a rehearsal. */
  until: Instant | null;
}

/** What recording means for the reader. */
export interface YourRecording {
  /** Why the reader cannot start one now: not_host, recording_off, pupils_without_consent …; null: can. */
  refusal: string | null;
  /** For whoever may record: how many pupils inside have no recorded consent. */
  missing: number;
  /** What the reader said to the running one. */
  answer: RecordingAnswer | null;
  /** Whether what the reader sends is being recorded. */
  written: boolean;
}

/**
 * The reader is out: replaced by another device, removed, banned, denied, the conference is over, or it (or its
 * event) was called off or moved to another day.
 */
export interface SeatLost {
  type: "seat.lost";
  conference: Id;
  reason: LossReason;
  end_reason: EndReason | null;
  /** The words of whoever decided it, where there are some: the host's, or why the event was called off. */
  text: string;
  /** When a ban ends by itself. */
  until: Instant | null;
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

/** Who of outside staff reads the chat beside the stage now, for all inside to see (T35). */
export interface ConferenceWatched {
  type: "conference.watched";
  conference: Id;
  moderators: Person[];
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

/**
 * 10, 5 or 1 minutes are left (D-15); in the room of an event that many until its planned end, then 5 and 1 until
 * the room closes.
 */
export interface ConferenceWarning {
  type: "conference.warning";
  conference: Id;
  minutes_left: number;
  /** The planned end of an event has passed: so long is its room still open. */
  closing: boolean;
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

/** No teacher is inside: pupils' media and chat are off until one is; null means it goes on. */
export interface ConferenceFrozen {
  type: "conference.frozen";
  conference: Id;
  until: Instant | null;
  /** Schools whose pupils alone are frozen, because no adult of theirs is inside. */
  schools: string[];
}

/** Everything was stopped, or goes on. */
export interface ConferencePaused {
  type: "conference.paused";
  conference: Id;
  on: boolean;
  /** The name of who did it. */
  by: string;
}

/** What those may not do who neither lead nor present. */
export interface LocksChanged {
  type: "conference.locks_changed";
  conference: Id;
  locks: Lock[];
}

/** The raised hands, in the order in which they are called. */
export interface HandsChanged {
  type: "hands.changed";
  conference: Id;
  hands: Hand[];
  quiet_first: boolean;
}

/** Who was taken out; told to those who lead. */
export interface RemovedChanged {
  type: "removed.changed";
  conference: Id;
  removed: Removed[];
}

/** How long each school has spoken; at most every five seconds from one server process. */
export interface TalkChanged {
  type: "talk.changed";
  conference: Id;
  talk: SchoolTalk[];
}

/** A line of what is being said. */
export interface CaptionWritten {
  type: "caption.written";
  conference: Id;
  /** Who typed it. */
  user: Id;
  name: string;
  text: string;
  at: Instant;
}

/** Somebody shows a reaction. */
export interface ReactionSent {
  type: "reaction.sent";
  conference: Id;
  user: Id;
  reaction: ReactionKind;
}

/** Somebody shows a phrase card. */
export interface PhraseSaid {
  type: "phrase.said";
  conference: Id;
  user: Id;
  phrase: "agree" | "cannot_hear" | "cannot_see" | "louder" | "not_understood" | "one_moment" | "please_repeat" | "question" | "slower" | "technical_problem" | "thank_you" | "understood";
  at: Instant;
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

/** Which layers of one's own picture somebody watches: the others need not be sent. */
export interface LayersWatched {
  type: "media.layers";
  conference: Id;
  source: "camera" | "screen";
  layers: Layer[];
}

/** The reader's media path is gone (the worker died, or nothing came for 30 s): make a new offer. */
export interface MediaLost {
  type: "media.lost";
  conference: Id;
}

/**
 * A poll was opened, closed or shown; for those who lead also made or edited. Its bars are null until it is shown,
 * and one's own answer is not in it.
 */
export interface PollChanged {
  type: "poll.changed";
  conference: Id;
  poll: Poll;
}

/** How it stands with a poll that is open or closed; told to those who lead. */
export interface PollCounted {
  type: "poll.counted";
  conference: Id;
  poll: Id;
  results: PollResults;
}

/** A draft is gone; told to those who lead. */
export interface PollDeleted {
  type: "poll.deleted";
  conference: Id;
  poll: Id;
}

/** A question was asked, voted for, or moved. */
export interface QuestionChanged {
  type: "question.changed";
  conference: Id;
  question: Question;
}

/** Its author took it back, or those who lead put it aside. */
export interface QuestionGone {
  type: "question.gone";
  conference: Id;
  question: Id;
}

/** Another page, another document, or none. */
export interface SlidesChanged {
  type: "slides.changed";
  conference: Id;
  slides: Slides | null;
}

/** Where somebody points, for a moment; without coordinates the pointer is put away. */
export interface SlidePointed {
  type: "slides.pointed";
  conference: Id;
  user: Id;
  x: number | null;
  y: number | null;
}

/** A line was drawn. */
export interface SlideDrawn {
  type: "slides.drawn";
  conference: Id;
  page: Id;
  stroke: Stroke;
  drawings: number;
}

/** A line drawn over a page. */
export interface Stroke {
  id: Id;
  user: Id;
  colour: Colour;
  /** x, y, x, y …, each from 0 to 1,000 of the page's width and height. */
  points: number[];
}

/** A line was taken away; without a stroke, all of the page. */
export interface SlideErased {
  type: "slides.erased";
  conference: Id;
  page: Id;
  stroke: Id | null;
  drawings: number;
}

/** A document is new, was renamed, moved, or is a page further; told to those who may put it on stage. */
export interface DocumentChanged {
  type: "document.changed";
  conference: Id;
  document: ConferenceDocument;
}

/** A document, as those see it who may put it on stage. */
export interface ConferenceDocument {
  id: Id;
  title: string;
  kind: DocumentKind;
  /** Bytes of the original; 0 when it is not kept. */
  size: number;
  position: number;
  state: DocumentState;
  pages_done: number;
  /** Null until they are counted. */
  pages_all: number | null;
  /** Why it failed, as a code. */
  problem: string | null;
  /** The same in plain English, for readers without a catalogue. */
  text: string;
  may_retry: boolean;
  downloadable: boolean;
  /** The first page, once there is a picture of it. */
  cover: Id | null;
}

/** A document is gone. */
export interface DocumentDeleted {
  type: "document.deleted";
  conference: Id;
  document: Id;
}

/** A recording began, or (null) ended. */
export interface RecordingChanged {
  type: "recording.changed";
  conference: Id;
  recording: RecordingMark | null;
  /** Why it ended by itself. */
  failure: Failure | null;
}

/** How many octets of the running recording are stored; told to those who lead. */
export interface RecordingStored {
  type: "recording.stored";
  conference: Id;
  octets: number;
}

/** How far the making of a film is, in per cent; told to whoever recorded it. */
export interface RecordingProgress {
  type: "recording.progress";
  conference: Id;
  recording: Id;
  state: RecordingState;
  progress: number;
  /** How far its copy as MP4 is, when this speaks of that. */
  mp4_progress: number | null;
}

/** A pupil may not write in a room, or may again. Told to teachers there and to the one concerned. */
export interface MuteChanged {
  type: "room.muted";
  room: Id;
  person: Person;
  muted: boolean;
  until: Instant | null;
}

/** Something on the page "My pupils" is different: ask for it again. Told to the teacher whose page it is. */
export interface MyPupilsChanged {
  type: "my_pupils.changed";
}

/** What is different on the wall: at most once a second, at once where somebody has to look. */
export interface WallChanged {
  type: "wall.changed";
  rooms: WallRoom[];
  gone: Id[];
  held: number;
  oldest_held: Instant | null;
  without_adult: number;
  reports: number;
}

/** A room on the wall. Nothing in it tells what was written. */
export interface WallRoom {
  room: Id;
  /** Beside whose stage it is: who leads that decides who writes. Null for a chatroom. */
  conference: Id | null;
  space: Id;
  title: string;
  space_title: string;
  slug: string;
  state: "open" | "paused" | "read_only";
  countries: string[];
  languages: string[];
  /** 0 to 1,000: rooms stand in this order, the highest first. */
  risk: number;
  held: number;
  oldest_held: Instant | null;
  /** Messages in the last minute. */
  per_minute: number;
  /** Messages that were held in the last hour. */
  hits: number;
  reports: number;
  people: number;
  teachers: number;
  no_adult: boolean;
  /** Until when the reader's grant lets the reader in; null without one. */
  open_until: Instant | null;
}

/** Somebody wrote to the reader about a message. Told to that pupil only. */
export interface WarningGiven {
  type: "chat.warned";
  room: Id;
  warning: ChatWarning;
}

/** What a pupil was told about one message. Goes with the message's three months. */
export interface ChatWarning {
  id: Id;
  room: Id;
  message: Id;
  seq: number;
  /** Place and time of the message. */
  written_at: Instant;
  pupil: Person;
  phrase: "keep_to_the_topic" | "kinder_words" | "leave_out_contact" | "no_names" | "own_words";
  note: string;
  by: string;
  at: Instant;
  understood_at: Instant | null;
}

/** A warning was taken back, or understood in another tab: show it no more. Told to that pupil only. */
export interface WarningOver {
  type: "chat.warning_over";
  room: Id;
  warning: Id;
}

/** The bell rings; told to the one whose it is, in every tab. */
export interface NotificationNew {
  type: "notification.new";
  notification: Notification;
}

/** Something that the reader should know of. */
export interface Notification {
  id: Id;
  /** What happened, as in `conference.started`; a reader that does not know the code shows nothing. */
  code: string;
  /** Who, where and when: names, titles, instants. */
  params: Record<string, string | number>;
  /** `space`, `room`, `conference` or `case` where it leads somewhere that exists here; a `warning` to its room. */
  target_type: string | null;
  target_id: Id | null;
  created_at: Instant;
  read_at: Instant | null;
  /** Whether somebody waits for the reader to accept or decline. */
  needs_answer: boolean;
}

/** Read in one of the reader's tabs: the others show it too. */
export interface NotificationRead {
  type: "notification.read";
  /** None for all. */
  ids: Id[] | null;
  unread: number;
}

/** What was told of has been undone: the reader's list shows these no more. */
export interface NotificationGone {
  type: "notification.gone";
  ids: Id[];
  unread: number;
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
  /** Whether the caller decides about everybody's messages, and with CHAT_MODERATE about the room's rules. */
  administers: boolean;
  /** The pupils in the caller's charge, about whose messages the caller decides in any case. */
  answers_for: Id[];
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
  /** Where the room's history begins now: all that was written before has expired (R-202). */
  first_seq: number;
  /** Messages that changed above the cursor and may not be read by the caller now: forget their text. */
  withdrawn: Id[];
}

/** A stretch in the middle of a room's history, by `seq`, oldest first. */
export interface MessageWindow {
  messages: Message[];
  has_older: boolean;
  has_newer: boolean;
}

/** A page of what was found, newest first. */
export interface FoundMessages {
  messages: Message[];
  /** Whether there are older ones: ask with `before`, the id of the last one here. */
  older: boolean;
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

/** The answer counts. */
export interface PollAnswered {
  yours: OwnAnswer;
  /** Of an anonymous answer that may still be changed: keep it in memory, the server does not. */
  receipt: string | null;
}

/** All rooms of a filter, the riskiest first. */
export interface WallState {
  rooms: WallRoom[];
  held: number;
  oldest_held: Instant | null;
  without_adult: number;
  reports: number;
}

/** What a sign-in page has to offer. */
export interface SignInPage {
  providers: "oidc"[];
  space: SpaceOfLink | null;
}

/** What the pupils' sign-in page says of the TwinSpace whose link was opened. */
export interface SpaceOfLink {
  slug: string;
  title: string;
}

/** Who is in now, and the space whose link was used, if one belongs to it. */
export interface SignedIn {
  me: Me;
  space: Id | null;
}

/** The signed-in user, to oneself. */
export interface Me {
  id: Id;
  username: string;
  name: string;
  first_name: string;
  account_type: "general" | "pupil" | "staff" | "trainee";
  locale: string;
  time_zone: string;
  /** False for those who only sign in through a provider. */
  has_password: boolean;
  /** After so long without use one is signed out. */
  idle_minutes: number;
}

/** Where one is signed in, the latest used first. */
export interface LoginSessions {
  login_sessions: LoginSessionShown[];
}

/** One of the places where one is signed in. */
export interface LoginSessionShown {
  id: Id;
  device: string;
  /** Shortened: enough to know the network, not the machine. */
  address: string;
  created_at: Instant;
  last_seen_at: Instant;
  current: boolean;
}

/** The chatrooms of a space. */
export interface RoomList {
  rooms: RoomSummary[];
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

/** The documents of a conference in their order. */
export interface DocumentList {
  documents: ConferenceDocument[];
  /** Whether this server can convert office files, or PDF and pictures only. */
  office: boolean;
  most_mb: number;
  most_pages: number;
}

/** A document as it is shown: all its pages. */
export interface DocumentPages {
  id: Id;
  title: string;
  kind: DocumentKind;
  downloadable: boolean;
  pages: DocumentPage[];
}

/** One page: its picture is at …/documents/{document}/pages/{id}, a small one at …/thumbnail. */
export interface DocumentPage {
  id: Id;
  number: number;
  width: number;
  height: number;
  /** What it says, as far as it is letters: the picture's alternative text. */
  text: string;
}

/** All lines over one page, the oldest first. */
export interface Strokes {
  page: Id;
  strokes: Stroke[];
  /** The number of the newest change of any drawing here, as in `Slides`. */
  drawings: number;
}

/** Conferences, by start. */
export interface ConferenceList {
  conferences: ConferenceSummary[];
}

/** How the room of an event is prepared so far; for those who lead it. */
export interface Preparation {
  conference: Id;
  doors_at: Instant;
  /** What participants may not do when the doors open. */
  locks: Lock[];
  /** The host of this kind of room may record at all. */
  may_record: boolean;
  /** The caller may say that it will be recorded, or take that back. */
  may_announce: boolean;
  announced: boolean;
  /** How many said yes to it before they came in. */
  agreed: number;
  declined: number;
  rehearsal_since: Instant | null;
  /** When the last rehearsal ended. */
  rehearsed_at: Instant | null;
  participant: SeenByParticipant;
}

/** What the server will let somebody do who joined and leads nothing: worked out by the rules that hold inside. */
export interface SeenByParticipant {
  may_publish: Source[];
  /** source -> why it would not be forwarded, as in YourSeat. */
  may_not_publish: Record<string, string>;
  /** Why one could not write; null: one can. */
  chat_closed: string | null;
}

/** TURN relays for networks that let no UDP out; no address where the operator runs none. */
export interface Relays {
  urls: string[];
  username: string;
  credential: string;
}

/** Whom the caller may put on a class list, by name. */
export interface ClassPupils {
  pupils: Person[];
}

/** What teachers of the space read after (or during) a conference. */
export interface ConferenceReport {
  conference: Id;
  title: string;
  starts_at: Instant;
  ended_at: Instant | null;
  people: Attendance[];
  schools: SchoolAttendance[];
  /** How many people were inside; the number stays when their rows are deleted. */
  attended: number;
  exit_answers: ExitAnswers;
  removals: Removed[];
  /** Those that were opened, with their bars; they stay with the conference. */
  polls: Poll[];
  questions: QuestionCount;
  /** When pupils' rows are deleted: 3 months after the end (domain 10.1). */
  deleted_on: string;
  /** When all others are: 12 months after. */
  adults_deleted_on: string;
}

/** One person's part in a conference. */
export interface Attendance {
  person: Person;
  role: SeatRole;
  /** Inside, whole minutes, begun ones counted. */
  minutes: number;
  /** How often the hand was raised. */
  hands: number;
  talk_s: number;
  /** On whose class list, for pupils who came with others at one device. */
  with_class: Id | null;
}

/** All people of one school together. */
export interface SchoolAttendance {
  school: string | null;
  country: string | null;
  people: number;
  minutes: number;
  hands: number;
  talk_s: number;
}

/** How many pupils gave each answer. */
export interface ExitAnswers {
  well: number;
  partly: number;
  not_well: number;
}

/** How many questions were asked and not taken back, and how many of them were answered. */
export interface QuestionCount {
  asked: number;
  answered: number;
}

/** One row for each school of the space that has checked its network, by name. */
export interface NetworkChecks {
  checks: NetworkCheck[];
}

/** The newest check of one school. */
export interface NetworkCheck {
  school: string;
  city: string;
  country: string;
  at: Instant;
  by: string;
  conference: Id | null;
  udp: boolean;
  relay: boolean | null;
  up_kbit: number;
  down_kbit: number;
  loss_percent: number;
  round_trip_ms: number;
}

/** All polls of a conference, drafts included: drafts in their order, then the others as they were opened. */
export interface PollList {
  polls: Poll[];
}

/** All answers of a named poll, by name; none of an anonymous one. */
export interface PollChoices {
  choices: PollChoice[];
}

/** Who chose what in a named poll. */
export interface PollChoice {
  person: Person;
  options: Id[];
}

/** The recordings of a conference that the reader may see, by start. */
export interface RecordingList {
  recordings: Recording[];
}

/** One recording as its host, or somebody who may watch it, sees it. */
export interface Recording {
  id: Id;
  conference: Id;
  space: Id;
  title: string;
  by: Person;
  started_at: Instant;
  /** Of the film; before there is one, of the recording. */
  seconds: number;
  state: RecordingState;
  failure: Failure | null;
  progress: number;
  expires_at: Instant | null;
  link_until: Instant | null;
  /** The reader must give the PIN before watching. */
  needs_pin: boolean;
  /** The reader recorded it, and decides about it. */
  yours: boolean;
  /** How often others opened it; 0 for everybody but whoever recorded it. */
  views: number;
  /** How many are in it; likewise. */
  people: number;
  has_pin: boolean;
  /** Where the film begins and ends in what was recorded; for whoever recorded it. */
  begin_s: number;
  end_s: number;
  whole_s: number;
  /** Octets of the film. */
  size: number;
  /** Made in a rehearsal: is not published, and deletes itself. */
  test: boolean;
  /** The reader may watch it now; else it is only said that the reader is in it. */
  watchable: boolean;
  /** The reader is seen or heard in it, and may take that back. */
  in_it: boolean;
  /** Several people reported it: until somebody has looked, only whoever recorded it watches it. */
  hidden: boolean;
  /** In their order; empty for whoever may not watch it now. */
  chapters: RecordingChapter[];
  /** Of whom something was recorded, for whoever recorded it: each can be left out. */
  everybody: RecordedPerson[];
  /** The film as MP4, for players that do not know WebM. */
  mp4: Mp4;
  mp4_progress: number;
  /** Which film it is now: one that is made anew has another name, so that no player shows the one before. */
  film: Id | null;
  /** The event whose room was recorded: it is for everybody who joined that, not only for those who were inside. */
  event: Id | null;
}

/** A place in a film: a page came on stage, or a poll was opened. */
export interface RecordingChapter {
  /** In the film as it is cut now. */
  at_s: number;
  kind: "poll" | "slide";
  /** The name of the document, or the question. */
  title: string;
  page: number | null;
  /** Of the page, as long as the document is kept. */
  picture: Id | null;
}

/** Somebody of whom something was recorded. */
export interface RecordedPerson {
  person: Person;
  /** Neither seen nor heard in the film, because whoever recorded it wants that. */
  left_out: boolean;
}

/** What became of them. */
export interface DecidedMessages {
  messages: Message[];
  /** Those that have another text by now, or about which something else was decided: read them again. */
  refused: Id[];
}

/**
 * For a pupil the own ones that are not understood yet; for teachers all of the room: there is no private channel
 * (domain 6.4.3).
 */
export interface ChatWarnings {
  warnings: ChatWarning[];
}

/** What is allowed in a chatroom now. */
export interface RoomRules {
  room: Id;
  state: "open" | "paused" | "read_only";
  rules: WritingRules;
  /** For teachers all, for a pupil only oneself. */
  muted: Muted[];
}

/** A pupil who may not write in a room now. */
export interface Muted {
  person: Person;
  until: Instant | null;
}

/** What a reporter is shown of the own report: never who handles it, nor what others said. */
export interface OwnReport {
  id: Id;
  target: Target;
  reason: Reason;
  urgent: boolean;
  state: CaseState;
  outcome: Outcome | null;
  created_at: Instant;
  may_appeal: boolean;
}

/** The reader's own reports, newest first. */
export interface OwnReports {
  reports: OwnReport[];
  /** What was decided about the reader, newest first. */
  about: OwnMeasure[];
}

/** What was decided about the reader: never who reported, nor what was said. */
export interface OwnMeasure {
  case: Id;
  target: Target;
  outcome: Outcome;
  decided_at: Instant;
  state: CaseState;
  may_appeal: boolean;
}

/** What whoever is suspended reads of the decision by the link of the letter about it. */
export interface Decision {
  target: Target;
  outcome: Outcome;
  decided_at: Instant;
  suspended_until: Instant | null;
  state: CaseState;
  may_appeal: boolean;
}

/** The cases that the reader may handle: urgent and old ones first. */
export interface CaseList {
  cases: CaseSummary[];
  /** Whether the reader handles reports of whole countries, and so has a wall. */
  moderates: boolean;
  /** Whether the reader keeps the lists of words and hosts. */
  keeps_lists: boolean;
  /** Whether the reader may read the audit log, or the own part of it. */
  reads_audit: boolean;
}

/** A case in a list. */
export interface CaseSummary {
  id: Id;
  target: Target;
  target_id: Id;
  space: Id;
  space_title: string;
  slug: string;
  room: Id | null;
  /** Through which one enters that room; null for a chatroom. */
  conference: Id | null;
  subject: Person | null;
  country: string | null;
  urgent: boolean;
  state: CaseState;
  outcome: Outcome | null;
  reasons: Reason[];
  reports: number;
  created_at: Instant;
  due_at: Instant;
  assigned_to: string | null;
  /** When the evidence and all that people wrote here is deleted; null while somebody has to decide. */
  expires_at: Instant | null;
}

/** All of a case that its handlers see. */
export interface Case {
  summary: CaseSummary;
  reports: CaseReport[];
  steps: CaseStep[];
  /** Parts of sealed evidence. */
  sealed: number;
  openings: Opening[];
  may_decide_appeal: boolean;
  way: WayToPlace;
}

/** One person's word. */
export interface CaseReport {
  reporter: Person;
  reason: Reason;
  text: string;
  created_at: Instant;
}

/** One line of the timeline. */
export interface CaseStep {
  at: Instant;
  /**
   * `opened`, `reported`, `hidden`, `note`, `triaged`, `in_work`, `resolved`, `appealed`, `closed`,
   * `evidence_sealed`, `evidence_asked`, `evidence_agreed`, `evidence_read`, `warned`, `warning_taken_back`.
   */
  kind: string;
  by: string | null;
  text: string;
  data: Record<string, string>;
}

/** Somebody asked to open the evidence; another has to agree. */
export interface Opening {
  id: Id;
  asked_by: string;
  why: string;
  asked_at: Instant;
  agreed_by: string | null;
  open_until: Instant | null;
  may_agree: boolean;
}

/** How the reader comes to where it happened. */
export interface WayToPlace {
  /** Whether the reader belongs to that space and simply goes there. */
  is_member: boolean;
  /** Else the room that the reader may open for this report, with a reason. */
  opens: Id | null;
  /** Until when a grant lets the reader in already. */
  open_until: Instant | null;
  /** Of a message that is there still: its number in its room. */
  seq: number | null;
}

/** An opened capsule. */
export interface Evidence {
  target: Id;
  open_until: Instant;
  parts: EvidencePart[];
}

/** What was sealed at one moment. */
export interface EvidencePart {
  position: number;
  sealed_at: Instant;
  sha256: string;
  /** Whether content and chain are as they were sealed. */
  intact: boolean;
  messages: EvidenceMessage[];
  /** What was reported, when it was no message. */
  material: EvidenceMaterial | null;
  /** By which id the bytes of that material are read, where it has any. */
  file: Id | null;
}

/** A message as it was sealed, with the texts before its edits. */
export interface EvidenceMessage {
  id: Id;
  seq: number;
  author: Id;
  author_name: string;
  text: string;
  earlier: string[];
  state: string;
  created_at: Instant;
  edited_at: Instant | null;
  sha256: string;
  material: EvidenceMaterial | null;
}

/**
 * A material that was reported, or that a message linked when it was sealed; of a file its hash, for it may be
 * deleted since.
 */
export interface EvidenceMaterial {
  id: Id;
  kind: MaterialKind;
  title: string;
  alt_text: string;
  owner: Id;
  url: string | null;
  sha256: string | null;
  owner_name: string;
  mime: string | null;
  added_at: Instant | null;
}

/** The oversight view of a responsible teacher (domain 6.4.10). */
export interface MyPupils {
  spaces: PupilSpace[];
  pupils: MyPupil[];
  /** Oldest first: the one that waits longest. */
  held: HeldItem[];
  without_adult: RoomWithout[];
  cases: number;
}

/** A space in which the reader answers for somebody. */
export interface PupilSpace {
  id: Id;
  title: string;
  slug: string;
}

/** A pupil for whom the reader answers, in one space (R-222). */
export interface MyPupil {
  person: Person;
  space: Id;
  /** The chatrooms in which the pupil is now. */
  online_in: Id[];
  /** The newest three, newest first. */
  last_messages: LastMessage[];
  /** Open cases about this pupil that the reader may handle. */
  reports: number;
  muted_in: Id[];
}

/** One of a pupil's newest messages. */
export interface LastMessage {
  room: Id;
  text: string;
  state: "deleted" | "held" | "visible";
  created_at: Instant;
  expires_at: Instant;
}

/** A message that waits for somebody who answers for its author. */
export interface HeldItem {
  message: Message;
  space: Id;
  space_title: string;
  slug: string;
  /** Beside whose stage it was written, running or over; null for a chatroom. */
  conference: Id | null;
  room_title: string;
}

/** A chatroom in which pupils of the reader are and no adult of the space is. */
export interface RoomWithout {
  room: Id;
  title: string;
  space: Id;
  pupils: number;
}

/** From now until then the room may be entered; its founders were told. */
export interface Granted {
  room: Id;
  space: Id;
  slug: string;
  until: Instant;
}

/** Who answers for the pupils of a room, and what was reported and done before, the newest first. */
export interface RoomPast {
  teachers: Answering[];
  /** Only those that the reader may handle. */
  cases: CaseSummary[];
  acts: PastAct[];
}

/** A teacher who answers for pupils of a room's space. */
export interface Answering {
  person: Person;
  /** For how many of them. */
  pupils: number;
  /** Whether in the room now. */
  here: boolean;
  /** Whether for the pupil who was asked about. */
  for_pupil: boolean;
}

/** Something that was done to a room, or to somebody in it. */
export interface PastAct {
  at: Instant;
  /** As in the audit log: `chat.mute`, `chat.hold` … */
  action: string;
  /** Null for what the server did by itself. */
  by: string | null;
  about: string | null;
  /** Of a mute that ends by itself. */
  minutes: number | null;
}

/** Who of outside staff was let into a space, newest first. */
export interface AccessList {
  accesses: Access[];
}

/** Somebody of outside staff who was let in, as founders see it (n1). */
export interface Access {
  by: string;
  reason: string;
  starts_at: Instant;
  ends_at: Instant;
}

/** Some lines, newest first. */
export interface AuditPage {
  lines: AuditLine[];
  /** Whether there are older ones: ask with `before`, the id of the last one here. */
  older: boolean;
  /** Whether these are everybody's; an agency reads its own. */
  everybody: boolean;
}

/** Who did what to whom, where and when; never what was written. */
export interface AuditLine {
  id: Id;
  at: Instant;
  /** A verb with its feature: `chat.delete`, `conference.ban`. */
  action: string;
  /** Null for what the server did by itself, or whose account is gone. */
  by: string | null;
  target: string | null;
  /** Whom it concerned, where that is a person's. */
  about: string | null;
  space_title: string | null;
  /** Kept for five years instead of two. */
  safeguarding: boolean;
  data: Record<string, string>;
}

/** All lists. */
export interface FilterLists {
  lists: FilterList[];
  /** Messages in which a listed word was found, of those that are still kept (three months). */
  hits: number;
  /** The same for each detector that found something. */
  detected: Record<string, number>;
  /** How many lines this request has added. */
  added: number;
  removed: number;
}

/** One list: the words of a language, or the hosts to which pupils may link. */
export interface FilterList {
  kind: "host" | "word";
  /** Empty for hosts. */
  language: string;
  entries: string[];
  /** Messages in which one of its lines was found, of those that are still kept (three months). */
  hits: number;
  /** The same for each of its lines that was found. */
  hits_of: Record<string, number>;
}

/** All that would make it wait, in the order of the text; nothing for a text that everybody would read at once. */
export interface TriedText {
  findings: TriedFinding[];
}

/** What would make a pupil's message wait, where it stands, and which line of which lists says so. */
export interface TriedFinding {
  kind: Why;
  start: number;
  end: number;
  /** The line of a list that it fits; null for what a detector found. */
  entry: string | null;
  /** The languages in whose lists that line stands. */
  languages: string[];
}

/** A page of the reader's notifications, newest first. */
export interface NotificationList {
  notifications: Notification[];
  /** Of all, not of this page. */
  unread: number;
  /** Whether there are older ones: ask with `before`, the id of the last one here. */
  older: boolean;
}

/** How many the reader has not read. */
export interface Unread {
  unread: number;
}

/** The reader's letters, where this server sends none (no SMTP_URL); and what the reader wants to get. */
export interface Mailbox {
  local: boolean;
  letters: Letter[];
  /** Invitations, reminders, free seats and recordings; all else of events must come. */
  events: boolean;
  /** Requests from people. */
  people: boolean;
}

/** An e-mail as it would arrive. */
export interface Letter {
  id: Id;
  subject: string;
  text: string;
  has_calendar: boolean;
  at: Instant;
}

/** The reader's devices, and of what they are told. */
export interface PushState {
  /** Whether this server sends pushes to this reader: never to a pupil. */
  available: boolean;
  /** What the browser's `pushManager.subscribe` needs: the public key in base64 for addresses. */
  key: string | null;
  devices: PushDevice[];
  events: boolean;
  conferences: boolean;
  /** Mentions, requests and invitations from people. */
  people: boolean;
}

/** One of the reader's devices that are told. */
export interface PushDevice {
  id: Id;
  /** `Firefox on Windows`; empty when the browser was not recognised. */
  device: string;
  added_at: Instant;
  /** It was added in this very sign-in. */
  here: boolean;
}

/** The spaces that the caller is a member of: open ones first, then the most recently visited. */
export interface SpaceList {
  spaces: SpaceCard[];
}

/** A space in the list of one's own (X-10). */
export interface SpaceCard {
  id: Id;
  kind: "event" | "group" | "learninglab" | "room" | "twinspace";
  slug: string;
  title: string;
  description: string;
  state: "archived" | "open" | "read_only";
  /** Colour family of its twin tile, 0 to 7. */
  cover: number;
  /** Where its people's schools are, each once, in alphabetical order. */
  countries: string[];
  /** What the caller is there. */
  role: Role;
  last_access_at: Instant | null;
}

/** What anybody with the link may see before signing in: no person, no school (X-46, R-220). */
export interface PublicSpace {
  slug: string;
  title: string;
  cover: number;
  countries: string[];
}

/** The first page of a space. */
export interface SpaceHome {
  id: Id;
  kind: "event" | "group" | "learninglab" | "room" | "twinspace";
  slug: string;
  title: string;
  description: string;
  state: "archived" | "open" | "read_only";
  cover: number;
  schools: SpaceSchool[];
  numbers: SpaceNumbers;
  /** Null for staff from outside who were let in for a reason. */
  role: Role | null;
  /** What the caller may do here, as names of rights (`Right` in capitals). */
  may: string[];
}

/** A school taking part in a space. */
export interface SpaceSchool {
  name: string;
  city: string;
  country: string;
  teachers: number;
  pupils: number;
}

/** How many are in a space. */
export interface SpaceNumbers {
  countries: number;
  schools: number;
  teachers: number;
  pupils: number;
  guests: number;
}

/** Everybody in a space: teachers, then pupils, then guests, by name. */
export interface MemberList {
  members: SpaceMember[];
}

/** A member as the caller may know them (R-210). */
export interface SpaceMember {
  id: Id;
  /** Pupils: a first name and an initial, except for teachers of their own school and for themselves. */
  name: string;
  kind: "guest" | "pupil" | "staff" | "teacher";
  role: Role;
  school: string | null;
  city: string | null;
  country: string | null;
  activity: Activity;
  /** Of a pupil only for teachers of the space; others have `activity` (D-20). */
  last_access_at: Instant | null;
  /** Who answers for this pupil (R-222). */
  responsible_teacher: string | null;
  is_you: boolean;
}

/** Some colleagues, by name (R-050). */
export interface FoundPeople {
  people: Colleague[];
  /** Whether there are others: more words find fewer. */
  more: boolean;
}

/** A member of staff, as eTwinners see each other. */
export interface Colleague {
  id: Id;
  name: string;
  school: string | null;
  city: string | null;
  country: string | null;
}

/** The caller's contacts, by name (R-054); and who asks, the newest first. */
export interface ContactList {
  contacts: Colleague[];
  asking_you: ContactRequest[];
  asked_by_you: ContactRequest[];
}

/** One that waits for an answer. */
export interface ContactRequest {
  id: Id;
  /** The other one. */
  who: Colleague;
  message: string;
  by_you: boolean;
  at: Instant;
}

/** What takes place on the caller's own calendar day; conferences have a list of their own. */
export interface Today {
  events: EventCard[];
}

/** An event in a list. Who is no eTwinner reads title, time, language and audience only (n13). */
export interface EventCard {
  id: Id;
  title: string;
  lang: string;
  starts_at: Instant;
  ends_at: Instant;
  audience: EventAudience;
  /** As it is by the clock of this moment. */
  state: EventState;
  form: EventForm | null;
  mode: EventMode | null;
  summary: string | null;
  host: string | null;
  host_country: string | null;
  capacity: number | null;
  joined: number | null;
  waiting: number | null;
  you_are: YouAre | null;
  /** Another one for another picture (R-069), which is at `/picture` and, small, at `/picture/small`. */
  picture: Id | null;
  /** What it shows; empty when it only decorates. */
  picture_alt: string;
  /** Whether the caller may join; others see a lock and for whom it is. */
  in_audience: boolean;
  /** The planned end has passed, and so long is its room still open (D-19); null before, and once it is closed. */
  open_until: Instant | null;
}

/** A page of the calendar, by start. */
export interface EventList {
  events: EventCard[];
  /** Ask with `cursor` for what comes after these; null at the end. */
  next: Id | null;
}

/** All that one viewer may know of an event. Who is no eTwinner gets the card alone (n13). */
export interface EventPage {
  card: EventCard;
  offer: Offer;
  /** 1 for whoever is called next. */
  place_in_line: number | null;
  body: string;
  place: string | null;
  /** Whose eTwinners it is for, when it is for chosen countries. */
  countries: string[];
  /** Whom the host chose; only those who lead read this. */
  contacts: Colleague[];
  host: Colleague | null;
  cohosts: Colleague[];
  invited_by: string | null;
  /** How many were asked to come; only those who lead read this. */
  invited: number | null;
  cancel_reason: string | null;
  /** When those who lead may enter to prepare (R-073). */
  room_opens_at: Instant;
  doors_at: Instant;
  may_edit: boolean;
  may_cancel: boolean;
  full: boolean;
  /** What those who lead put there, in their order: for its audience and whoever had a seat. */
  materials: EventMaterial[];
  /** Whether the caller may give it a picture, and put things on its page. */
  may_show: boolean;
  /** Named by whoever writes it anew, so that nobody overwrites unseen what somebody else wrote meanwhile. */
  revision: number;
  /** Where its room is; for those who lead it or joined. */
  space: Id | null;
}

/**
 * A picture, a file, a video or a link to one on the page of an event (R-070). The bytes are at `/file`, a small
 * picture of an image at `/thumbnail`.
 */
export interface EventMaterial {
  id: Id;
  kind: MaterialKind;
  title: string;
  alt_text: string;
  /** The ending. A file that is `mp4` or `webm` is a video, watched in the page. */
  file_type: string | null;
  /** In bytes. */
  size: number | null;
  url: string | null;
  provider: VideoProvider | null;
}

/** How many hear of it now; who was asked before, or takes part, is not asked again. */
export interface Invited {
  number: number;
}

/** The page of an event, to be sent on: it opens for whoever signs in, and offers a seat to whom it is for. */
export interface EventLink {
  /** As people outside find it, whatever address the one who asks has used. */
  address: string;
  /** The same as a QR code: an SVG within a `data:` address, for a slide, a poster or a phone beside the screen. */
  picture: string;
}

/** Who comes: those with a seat by name, then the line. For those who lead the event. */
export interface JoinedPeople {
  people: JoinedPerson[];
}

/** Somebody who joined, or waits for a seat. */
export interface JoinedPerson {
  person: Colleague;
  /** In the line for a seat, in its order. */
  waiting: boolean;
  joined_at: Instant;
}

/** Whether the caller's own calendar has an address. */
export interface FeedState {
  since: Instant | null;
}

/** The address, said once: whoever has it reads this calendar. A new one makes the old one dead. */
export interface FeedAddress {
  path: string;
}

/** All folders of a space, those that were made first at the front. */
export interface FolderList {
  folders: Folder[];
}

/** A folder, or an album of images. */
export interface Folder {
  id: Id;
  section: Section;
  name: string;
  materials: number;
  /** The newest image in an album. */
  cover: Id | null;
  /** And put it elsewhere among the others. */
  may_rename: boolean;
  /** With everything in it. */
  may_delete: boolean;
}

/** Some materials, newest first. */
export interface MaterialPage {
  materials: Material[];
  /** Whether there are older ones: ask with `before`, the id of the last one here. */
  older: boolean;
}

/** An image, a link to a video or a file. The bytes are at `/file`, a small picture of an image at `/thumbnail`. */
export interface Material {
  id: Id;
  folder: Id;
  folder_name: string;
  section: Section;
  kind: MaterialKind;
  title: string;
  /** What an image shows, for those who do not see it; empty when nobody has said. */
  alt_text: string;
  /** The ending: `png`, `pdf` …; null for a video. */
  file_type: string | null;
  /** In bytes. */
  size: number | null;
  /** Where a video plays. */
  url: string | null;
  provider: VideoProvider | null;
  licence: Licence;
  shows_pupils: boolean;
  owner: Person;
  created_at: Instant;
  may_move: boolean;
  may_delete: boolean;
}

/** What a room loses within the next 14 days, the first to go first. */
export interface LeavingMessages {
  messages: Message[];
  /** Of all, also those that do not stand here. */
  number: number;
  /** Which of these the project keeps already. */
  kept: Id[];
}

/** A text on the page "Kept from the chatroom". */
export interface KeptText {
  id: Id;
  title: string;
  text: string;
  /** Pupils by first name and initial (domain 6.4.8); null once the account is gone. */
  author: Person | null;
  written_at: Instant;
  kept_by: Person;
  kept_at: Instant;
  /** What it linked; null when that is no longer there, too. */
  material: MaterialPreview | null;
  may_delete: boolean;
}

/** All that a project keeps from its chatrooms, newest first. */
export interface KeptTexts {
  texts: KeptText[];
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

/** Write to the room. Answered with the stored Message, after it is committed. */
export interface SendMessage {
  type: "chat.send";
  ref: number;
  room: Id;
  client_id: Id;
  text: string;
  reply_to?: Id | null;
  mentions?: Id[];
  material?: Id | null;
}

/** Change one's own message within 15 minutes. */
export interface EditMessage {
  type: "chat.edit";
  ref: number;
  room: Id;
  message: Id;
  text: string;
  /** All whom the other text mentions; only those whom the text before did not mention are told. */
  mentions?: Id[];
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

/** The messages around a `seq`, or around an instant: what a jump shows. Answered with MessageWindow. */
export interface FetchAround {
  type: "chat.around";
  ref: number;
  room: Id;
  seq?: number | null;
  at?: Instant | null;
  limit?: number;
}

/** The page after a `seq`, to go on from where a jump led. Answered with MessageWindow. */
export interface FetchNewer {
  type: "chat.newer";
  ref: number;
  room: Id;
  after: number;
  limit?: number;
}

/**
 * Look for words in a room: each must be there or begin a word that is, accents and case aside. Fewer words or none
 * are enough with an author or a date. Answered with FoundMessages.
 */
export interface Search {
  type: "chat.search";
  ref: number;
  room: Id;
  words?: string;
  author?: Id | null;
  since?: Instant | null;
  until?: Instant | null;
  before?: Id | null;
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
  /** What one says to being recorded, now or later, before one goes in; null: nothing new. */
  record?: boolean | null;
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
  /** False: no sound either (send mine, receive none). */
  hear?: boolean;
}

/** What a video slot should show. */
export interface Want {
  mid: string;
  user: Id | null;
  source?: "camera" | "screen";
  layer?: Layer;
}

/** Raise or lower one's own hand, or one of one's class list; who leads may lower another's by naming the user. */
export interface RaiseHand {
  type: "hand.raise";
  ref: number;
  conference: Id;
  up: boolean;
  user?: Id | null;
  /** A pupil of the class list: of one's own, or (to lower it) of the named user's. */
  pupil?: Id | null;
}

/** Let somebody (or, without a user, everybody but those who were sent back) in from the lobby. */
export interface AdmitParticipant {
  type: "lobby.admit";
  ref: number;
  conference: Id;
  user?: Id | null;
  /** Without a user: only pupils of one's own school, and those one answers for. */
  mine?: boolean;
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

/** Back to the waiting room, until admitted again. */
export interface SendBackParticipant {
  type: "participant.send_back";
  ref: number;
  conference: Id;
  user: Id;
}

/**
 * Out of this conference and of all others of the space: for so many minutes, up to 90 days, or until it is lifted
 * (T10).
 */
export interface BanParticipant {
  type: "participant.ban";
  ref: number;
  conference: Id;
  user: Id;
  reason?: string;
  minutes?: number | null;
}

/** Undo a ban: the person may enter conferences of the space again. */
export interface LiftBan {
  type: "ban.lift";
  ref: number;
  conference: Id;
  user: Id;
}

/** Take (or give back) the chat beside the stage: of one participant, or of all pupils without a user. */
export interface HoldChat {
  type: "participant.hold_chat";
  ref: number;
  conference: Id;
  on: boolean;
  user?: Id | null;
}

/** Let somebody inside type what is said, or no longer. */
export interface AppointCaptioner {
  type: "captioner.appoint";
  ref: number;
  conference: Id;
  user: Id;
  on: boolean;
}

/** Pause all: nothing of those led is forwarded, and they cannot write. Off again, what was on comes back. */
export interface PauseConference {
  type: "conference.pause";
  ref: number;
  conference: Id;
  on: boolean;
}

/** Say what those may not do who neither lead nor present; what is not named is free again. */
export interface SetLocks {
  type: "conference.set_locks";
  ref: number;
  conference: Id;
  locks: Lock[];
}

/** Choose the order of hands: the earliest first, or first those of schools that spoke less. */
export interface OrderHands {
  type: "hands.order";
  ref: number;
  conference: Id;
  quiet_first: boolean;
}

/** List the pupils who sit before one's device, all of them; a teacher's seat only. At most 35. */
export interface SetClassList {
  type: "classroom.set";
  ref: number;
  conference: Id;
  pupils: Id[];
}

/** How well one's own network carries, when that has changed; at most once a second. */
export interface ReportQuality {
  type: "quality.report";
  ref: number;
  conference: Id;
  value: Network;
  cause?: NetworkCause | null;
}

/** One line of what is being said, by a captioner or who leads; told and not stored. At most 200 characters. */
export interface WriteCaption {
  type: "caption.write";
  ref: number;
  conference: Id;
  text: string;
}

/** Show a reaction for a moment; at most 3 in 5 seconds, together with phrases. */
export interface SendReaction {
  type: "reaction.send";
  ref: number;
  conference: Id;
  reaction: ReactionKind;
}

/** Show a phrase card, which everybody reads in their own language; at most 3 in 5 seconds, with reactions. */
export interface SayPhrase {
  type: "phrase.say";
  ref: number;
  conference: Id;
  phrase: "agree" | "cannot_hear" | "cannot_see" | "louder" | "not_understood" | "one_moment" | "please_repeat" | "question" | "slower" | "technical_problem" | "thank_you" | "understood";
}

/**
 * Try the media path before a conference: the peer is alone, its first video slot shows its own camera, and it is
 * closed after 20 seconds. Answered with MediaAnswer.
 */
export interface OfferProbe {
  type: "probe.offer";
  ref: number;
  sdp: string;
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

/** Open a draft, close what is open, show what is closed: `draft → open → closed → shown`, never back. */
export interface MovePoll {
  type: "poll.move";
  ref: number;
  conference: Id;
  poll: Id;
  to: "closed" | "open" | "shown";
}

/** Answer an open poll, or change one's answer, once. Answered with PollAnswered. */
export interface AnswerPoll {
  type: "poll.answer";
  ref: number;
  conference: Id;
  poll: Id;
  /** One option, or several where the poll allows it. */
  options: Id[];
  /** To change an anonymous answer: what came with the first one. */
  receipt?: string | null;
}

/**
 * Ask something, in at most 300 characters. Answered with the Question. Where one may not write beside the stage,
 * one may not ask either; of a pupil's words, those that would wait for a teacher are refused.
 */
export interface AskQuestion {
  type: "question.ask";
  ref: number;
  conference: Id;
  text: string;
}

/** Take one's own question back. */
export interface DeleteQuestion {
  type: "question.delete";
  ref: number;
  conference: Id;
  question: Id;
}

/** Want a question of somebody else answered, or no more. One vote each; the second changes nothing. */
export interface VoteForQuestion {
  type: "question.vote";
  ref: number;
  conference: Id;
  question: Id;
  on?: boolean;
}

/**
 * Answer a question now, mark it as answered, put it aside, or put it back among those that wait. The one that was
 * being answered before is answered then.
 */
export interface MoveQuestion {
  type: "question.move";
  ref: number;
  conference: Id;
  question: Id;
  to: QuestionState;
}

/** Put a document on stage, turn to a page, or (without a document) take it off. */
export interface ShowSlides {
  type: "slides.show";
  ref: number;
  conference: Id;
  document: Id | null;
  page?: number;
}

/** Where the presenter points; without coordinates the pointer is put away. Shown for a moment, stored nowhere. */
export interface PointAtSlide {
  type: "slides.point";
  ref: number;
  conference: Id;
  x?: number | null;
  y?: number | null;
}

/** Draw one line over the page that is on stage. */
export interface DrawOnSlide {
  type: "slides.draw";
  ref: number;
  conference: Id;
  page: Id;
  colour: Colour;
  points: number[];
}

/** Take one's own newest line away from the page on stage, or all lines of everybody. */
export interface EraseDrawing {
  type: "slides.erase";
  ref: number;
  conference: Id;
  page: Id;
  all?: boolean;
}

/** Say that this conference will be recorded, or that it will not; the host only. Who comes in is asked before. */
export interface AnnounceRecording {
  type: "recording.announce";
  ref: number;
  conference: Id;
  on: boolean;
}

/** Record from now on; the host only. Who does not agree is neither seen nor heard in it. */
export interface StartRecording {
  type: "recording.start";
  ref: number;
  conference: Id;
}

/** Stop recording; the host only. The film is made at once. */
export interface StopRecording {
  type: "recording.stop";
  ref: number;
  conference: Id;
}

/** Agree to be in the running recording, or not. Can be changed: a no takes out what was written before, too. */
export interface AnswerRecording {
  type: "recording.answer";
  ref: number;
  conference: Id;
  agree: boolean;
}

/** See the rooms of the reader's countries from now on, by risk. Answered with WallState, then differences. */
export interface WatchWall {
  type: "wall.watch";
  ref: number;
  /** Empty for all that the reader may see. */
  countries?: string[];
  languages?: string[];
}

/** See it no more. */
export interface UnwatchWall {
  type: "wall.unwatch";
  ref: number;
}

/** User name and password (R-030); pupils come by the link of a TwinSpace, whose last part is `slug` (R-220). */
export interface SignIn {
  username: string;
  password: string;
  slug?: string | null;
}

/** Language and time zone; what is left out stays. */
export interface ChangeMe {
  locale?: string | null;
  time_zone?: string | null;
}

/** A new password for oneself (R-221); the present one proves who is at the keyboard. */
export interface ChangePassword {
  current: string;
  new: string;
}

/** A message to be written; the room is in the path. */
export interface NewMessage {
  client_id: Id;
  text: string;
  reply_to?: Id | null;
  mentions?: Id[];
  material?: Id | null;
}

/** A chatroom to be opened. */
export interface NewRoom {
  title: string;
}

/** Another title, or archived (read-only until its messages expire) and opened again. */
export interface ChangeRoom {
  title?: string | null;
  archived?: boolean | null;
}

/** What is said of an upload; the body is the file. Its name says nothing: the bytes are asked. */
export interface NewDocument {
  title: string;
  downloadable?: boolean;
}

/** All documents of the conference in their new order. */
export interface OrderDocuments {
  documents: Id[];
}

/** What is to be different; what is absent stays. */
export interface ChangeDocument {
  title?: string | null;
  downloadable?: boolean | null;
}

/** Plan or start a conference; `starts_at` absent means now. 30, 60 or 90 minutes, no other length (R-203). */
export interface ScheduleConference {
  title: string;
  duration_min: number;
  media?: "audio" | "video";
  lobby?: boolean;
  starts_at?: Instant | null;
  /** What is planned: shown to those who wait. At most 2,000 characters. */
  agenda?: string;
}

/** Set it anew. The locks that the writer saw are named, so that nobody undoes unseen what another has just set. */
export interface ChangePreparation {
  locks: Lock[];
  seen_locks: Lock[];
}

/** How it went, from a pupil who was inside; only the number of each answer is kept. */
export interface AnswerExit {
  answer: ExitMood;
}

/** What a school's network carried when somebody tried it. */
export interface SendNetworkCheck {
  /** The conference that the check was made for. */
  conference?: Id | null;
  /** The direct way works. */
  udp: boolean;
  /** The way by TURN over TLS on 443 works; null: not tried, or the operator runs none. */
  relay?: boolean | null;
  up_kbit: number;
  down_kbit: number;
  loss_percent: number;
  round_trip_ms: number;
}

/** A draft as it should be: a question of at most 300 characters, two to ten different options of at most 120. */
export interface WritePoll {
  question: string;
  options: string[];
  multiple?: boolean;
  anonymous?: boolean;
  page?: PollPage | null;
  /** Which text the writer had before the eyes; another one by now is refused. Absent: whatever it is. */
  revision?: number | null;
}

/** All drafts of the conference in their new order. */
export interface OrderPolls {
  polls: Id[];
}

/** Ask to watch a recording; counts as a view. */
export interface OpenRecording {
  pin?: string | null;
}

/** Let everybody who was inside watch it. A second time: change the end of the link or the PIN. */
export interface PublishRecording {
  /** When the link ends; null: with the recording. */
  until?: Instant | null;
  /** Asked of everybody who opens it; null: none. */
  pin?: string | null;
  /** Leave the PIN as it is. */
  keep_pin?: boolean;
}

/** Cut the film anew from what was recorded; what is cut off is in no film any more. */
export interface TrimRecording {
  begin_s: number;
  end_s: number;
}

/** Whom the film shows neither by voice nor by picture; everybody else is in it again. */
export interface LeaveOut {
  people: Id[];
}

/** Let everybody read a held message, as it was when the decider read it. */
export interface ApproveMessage {
  /** The message's change number then; with another one now, the answer is `changed_meanwhile`. */
  change: number;
}

/** Send a held message back to its author, who reads the hint and may write another text. */
export interface ReturnMessage {
  /** As in ApproveMessage. */
  change: number;
  hint: Hint;
  note?: string;
}

/** Decide about several messages of a room in one call, as when somebody writes the same again and again. */
export interface DecideMessages {
  act: "approve" | "delete" | "hold";
  messages: ReadMessage[];
}

/** One of the messages that are decided about together. */
export interface ReadMessage {
  id: Id;
  /** As in ApproveMessage. */
  change: number;
}

/** Tell a pupil something about a message of theirs. */
export interface WarnAuthor {
  phrase: "keep_to_the_topic" | "kinder_words" | "leave_out_contact" | "no_names" | "own_words";
  note?: string;
}

/** Change some of a chatroom's rules; what is left out stays as it is. */
export interface SetRoomRules {
  state?: "open" | "paused";
  pupils_can_write?: boolean;
  slow_mode_s?: number;
  /** Null for always. */
  hours?: Hours | null;
}

/** Stop a pupil from writing in a room: for so many minutes, up to a week, or until it is lifted. */
export interface MutePupil {
  user: Id;
  minutes?: number | null;
}

/** Report something in a space. Saying the same twice is one report. */
export interface SendReport {
  target: Target;
  id: Id;
  reason: Reason;
  text?: string;
}

/** Ask once for another decision by somebody else. */
export interface AppealCase {
  text: string;
}

/** A note in the timeline. */
export interface AddNote {
  text: string;
}

/** Take a case into work, or put it in its place among others. */
export interface MoveCase {
  state: "in_work" | "triaged";
}

/** Decide. The reporters hear the outcome, the person concerned hears of a warning. */
export interface ResolveCase {
  outcome: Outcome;
  text?: string;
  /** For how long an account is suspended (domain 11.4); for nothing else. */
  days?: number | null;
}

/** Ask a colleague to agree that the evidence is opened. */
export interface AskToOpen {
  why: string;
}

/** Ask to look into a private space: why, for how long, and for which case. */
export interface OpenRoom {
  reason: string;
  hours?: number;
  case?: Id | null;
}

/** Add to a list and take from it; `replace` makes `add` all of it. */
export interface ChangeFilters {
  kind: "host" | "word";
  language?: string;
  add?: string[];
  remove?: string[];
  replace?: boolean;
}

/** A file: lines for one list, or the table that an export gives, whose rows name their lists themselves. */
export interface ImportFilters {
  text: string;
  kind?: "host" | "word";
  language?: string;
  /** Make it all of the lists that it names. */
  replace?: boolean;
}

/** A text for the box in which the detectors and lists can be tried. */
export interface TryText {
  text: string;
}

/** Note as read: some, or all. */
export interface ReadNotifications {
  ids?: Id[];
  all?: boolean;
}

/** Which letters one wants. */
export interface ChooseMail {
  events: boolean;
  people: boolean;
}

/** What the browser's `PushSubscription` says of itself: where to push to, and its two keys. */
export interface AddPushDevice {
  endpoint: string;
  p256dh: string;
  auth: string;
}

/** Of what one wants to be told on one's devices. */
export interface ChoosePushes {
  events: boolean;
  conferences: boolean;
  people: boolean;
}

/** Ask a colleague to be a contact (R-052). */
export interface AskContact {
  user: Id;
  message?: string;
}

/** What its host says of an event (R-067 … R-071). A draft may still be without title, summary or audience. */
export interface EventFields {
  form: EventForm;
  mode: EventMode;
  title?: string;
  summary?: string;
  body?: string;
  lang: string;
  starts_at: Instant;
  /** 30, 60, 90, 120, 180 or 240 (D-19). */
  minutes: number;
  place?: string;
  audience?: EventAudience;
  countries?: string[];
  contacts?: Id[];
  cohosts?: Id[];
  capacity?: number;
  /** What its picture shows, for those who do not see it. */
  picture_alt?: string;
  /** Whether everybody may see it from now on. What was published stays so. */
  publish?: boolean;
  /** Which text the writer had before the eyes; another one by now is refused. Absent: whatever it is. */
  revision?: number | null;
}

/** Call it off; everybody who joined or waits reads why. */
export interface CancelEvent {
  reason: string;
}

/** Ask contacts to come (R-070). */
export interface InvitePeople {
  users: Id[];
}

/** Comes with the picture of an event. */
export interface NewEventPicture {
  /** Which text the writer had before the eyes; another one by now is refused. Absent: whatever it is. */
  revision?: number | null;
}

/** What is said of an upload; what it is say its bytes. */
export interface NewEventMaterial {
  kind: UploadKind;
  title: string;
  alt_text?: string;
}

/** A video at one of the three hosts (R-184). */
export interface NewEventVideo {
  url: string;
  title: string;
}

/** All that is on the page, in the order in which it shall stand there. */
export interface OrderMaterials {
  materials: Id[];
}

/** A folder to be made (R-182). */
export interface NewFolder {
  section: Section;
  name: string;
}

/** Another name for a folder. */
export interface RenameFolder {
  name: string;
}

/** Another place among the folders of its section. */
export interface MoveFolder {
  /** The folder in front of which it stands then; null: behind all. */
  before?: Id | null;
}

/** Delete a folder with what is in it. */
export interface DeleteFolder {
  /** How many the reader was told of; with more in it by now the answer is `folder_not_empty`. */
  materials?: number;
}

/** What is said of an upload; what it is say its bytes. Without a folder it is refused (R-181). */
export interface NewUpload {
  title: string;
  folder?: Id | null;
  alt_text?: string;
  licence?: Licence;
  shows_pupils?: boolean;
}

/** A video at one of the three hosts (R-184). Without a folder it is refused (R-181). */
export interface NewVideo {
  url: string;
  title: string;
  folder?: Id | null;
  licence?: Licence;
  shows_pupils?: boolean;
}

/** Put materials into another folder of their section: all of them, or none. */
export interface MoveMaterials {
  materials: Id[];
  folder: Id;
}

/** Keep a message's text in the project; without a title its first words are the title. */
export interface KeepMessage {
  message: Id;
  title?: string;
}

/** Everything a client may send on the socket. */
export type Request =
  | JoinRoom
  | LeaveRoom
  | FollowSpace
  | UnfollowSpace
  | SendMessage
  | EditMessage
  | DeleteMessage
  | React
  | CatchUp
  | FetchHistory
  | FetchAround
  | FetchNewer
  | Search
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
  | SendBackParticipant
  | BanParticipant
  | LiftBan
  | HoldChat
  | AppointCaptioner
  | PauseConference
  | SetLocks
  | OrderHands
  | SetClassList
  | ReportQuality
  | WriteCaption
  | SendReaction
  | SayPhrase
  | OfferProbe
  | ExtendConference
  | EndConference
  | MovePoll
  | AnswerPoll
  | AskQuestion
  | DeleteQuestion
  | VoteForQuestion
  | MoveQuestion
  | ShowSlides
  | PointAtSlide
  | DrawOnSlide
  | EraseDrawing
  | AnnounceRecording
  | StartRecording
  | StopRecording
  | AnswerRecording
  | WatchWall
  | UnwatchWall;

/** Everything the server tells on the socket by itself. */
export type Update =
  | Welcome
  | PresenceChanged
  | RoomChanged
  | RoomClosed
  | CrowdChanged
  | MessageSent
  | MessageEdited
  | MessageDeleted
  | MessageReacted
  | MessageHeld
  | MessageReleased
  | MessageWithdrawn
  | MessagesExpired
  | ChatGap
  | UserTyping
  | ReadMarked
  | RoomNews
  | ConferenceChanged
  | SeatChanged
  | SeatLost
  | ParticipantJoined
  | ParticipantChanged
  | ParticipantLeft
  | ConferenceWatched
  | LobbyChanged
  | YouWereMuted
  | ConferenceWarning
  | ConferenceExtended
  | ConferenceLocked
  | ConferenceFrozen
  | ConferencePaused
  | LocksChanged
  | HandsChanged
  | RemovedChanged
  | TalkChanged
  | CaptionWritten
  | ReactionSent
  | PhraseSaid
  | SlotsChanged
  | SpeakersChanged
  | LayersWatched
  | MediaLost
  | PollChanged
  | PollCounted
  | PollDeleted
  | QuestionChanged
  | QuestionGone
  | SlidesChanged
  | SlidePointed
  | SlideDrawn
  | SlideErased
  | DocumentChanged
  | DocumentDeleted
  | RecordingChanged
  | RecordingStored
  | RecordingProgress
  | MuteChanged
  | MyPupilsChanged
  | WallChanged
  | WarningGiven
  | WarningOver
  | NotificationNew
  | NotificationRead
  | NotificationGone;

/** What comes back for a request, with its `ref`. */
export type Answer =
  | Done
  | Refused;

/** What `result` holds when a request of this type is done. */
export interface Results {
  "room.join": RoomState;
  "room.leave": null;
  "space.follow": null;
  "space.unfollow": null;
  "chat.send": Message;
  "chat.edit": Message;
  "chat.delete": Message;
  "chat.react": Message;
  "chat.catch_up": MessagePage;
  "chat.history": MessagePage;
  "chat.around": MessageWindow;
  "chat.newer": MessageWindow;
  "chat.search": FoundMessages;
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
  "participant.send_back": null;
  "participant.ban": null;
  "ban.lift": null;
  "participant.hold_chat": null;
  "captioner.appoint": null;
  "conference.pause": null;
  "conference.set_locks": null;
  "hands.order": null;
  "classroom.set": null;
  "quality.report": null;
  "caption.write": null;
  "reaction.send": null;
  "phrase.say": null;
  "probe.offer": MediaAnswer;
  "conference.extend": null;
  "conference.end": null;
  "poll.move": null;
  "poll.answer": PollAnswered;
  "question.ask": Question;
  "question.delete": null;
  "question.vote": Question;
  "question.move": null;
  "slides.show": null;
  "slides.point": null;
  "slides.draw": null;
  "slides.erase": null;
  "recording.announce": null;
  "recording.start": null;
  "recording.stop": null;
  "recording.answer": null;
  "wall.watch": WallState;
  "wall.unwatch": null;
}

/** The routes of the HTTP interface: what goes in, what comes out. */
export interface Routes {
  "GET /api/sign-in": { takes: null; gives: SignInPage };
  "POST /api/sign-in": { takes: SignIn; gives: SignedIn };
  "POST /api/sign-out": { takes: null; gives: null };
  "GET /api/me": { takes: null; gives: Me };
  "PATCH /api/me": { takes: ChangeMe; gives: Me };
  "POST /api/me/password": { takes: ChangePassword; gives: null };
  "GET /api/login-sessions": { takes: null; gives: LoginSessions };
  "POST /api/login-sessions/revoke-others": { takes: null; gives: null };
  "DELETE /api/login-sessions/{login_session}": { takes: null; gives: null };
  "GET /api/oidc/start": { takes: null; gives: null };
  "GET /api/oidc/callback": { takes: null; gives: null };
  "GET /api/spaces/{space}/rooms": { takes: null; gives: RoomList };
  "GET /api/spaces/{space}/search": { takes: null; gives: FoundMessages };
  "GET /api/rooms/{room}/messages": { takes: null; gives: MessagePage };
  "POST /api/rooms/{room}/messages": { takes: NewMessage; gives: Message };
  "POST /api/spaces/{space}/rooms": { takes: NewRoom; gives: RoomSummary };
  "PATCH /api/rooms/{room}": { takes: ChangeRoom; gives: RoomSummary };
  "GET /api/conferences/{conference}/documents": { takes: null; gives: DocumentList };
  "POST /api/conferences/{conference}/documents": { takes: NewDocument; gives: ConferenceDocument };
  "PUT /api/conferences/{conference}/documents/order": { takes: OrderDocuments; gives: null };
  "GET /api/conferences/{conference}/documents/{document}": { takes: null; gives: DocumentPages };
  "PATCH /api/conferences/{conference}/documents/{document}": { takes: ChangeDocument; gives: null };
  "POST /api/conferences/{conference}/documents/{document}/retry": { takes: null; gives: null };
  "DELETE /api/conferences/{conference}/documents/{document}": { takes: null; gives: null };
  "GET /api/conferences/{conference}/documents/{document}/file": { takes: null; gives: null };
  "GET /api/conferences/{conference}/documents/{document}/pages/{page}": { takes: null; gives: null };
  "GET /api/conferences/{conference}/documents/{document}/pages/{page}/thumbnail": { takes: null; gives: null };
  "GET /api/conferences/{conference}/documents/{document}/pages/{page}/strokes": { takes: null; gives: Strokes };
  "GET /api/conferences/today": { takes: null; gives: ConferenceList };
  "GET /api/spaces/{space}/conferences": { takes: null; gives: ConferenceList };
  "POST /api/spaces/{space}/conferences": { takes: ScheduleConference; gives: ConferenceSummary };
  "GET /api/conferences/{conference}": { takes: null; gives: ConferenceSummary };
  "GET /api/events/{event}/conference": { takes: null; gives: ConferenceSummary };
  "GET /api/conferences/{conference}/preparation": { takes: null; gives: Preparation };
  "PUT /api/conferences/{conference}/preparation": { takes: ChangePreparation; gives: Preparation };
  "POST /api/conferences/{conference}/rehearsal": { takes: null; gives: null };
  "DELETE /api/conferences/{conference}/rehearsal": { takes: null; gives: null };
  "GET /api/conferences/{conference}/relays": { takes: null; gives: Relays };
  "POST /api/conferences/{conference}/cancel": { takes: null; gives: ConferenceSummary };
  "GET /api/conferences/{conference}/class-pupils": { takes: null; gives: ClassPupils };
  "GET /api/conferences/{conference}/report": { takes: null; gives: ConferenceReport };
  "POST /api/conferences/{conference}/exit-answer": { takes: AnswerExit; gives: null };
  "POST /api/spaces/{space}/network-checks": { takes: SendNetworkCheck; gives: null };
  "GET /api/spaces/{space}/network-checks/relays": { takes: null; gives: Relays };
  "GET /api/spaces/{space}/network-checks": { takes: null; gives: NetworkChecks };
  "GET /api/conferences/{conference}/polls": { takes: null; gives: PollList };
  "POST /api/conferences/{conference}/polls": { takes: WritePoll; gives: Poll };
  "PUT /api/conferences/{conference}/polls": { takes: OrderPolls; gives: PollList };
  "PUT /api/conferences/{conference}/polls/{poll}": { takes: WritePoll; gives: Poll };
  "DELETE /api/conferences/{conference}/polls/{poll}": { takes: null; gives: null };
  "POST /api/conferences/{conference}/polls/{poll}/copy": { takes: null; gives: Poll };
  "GET /api/conferences/{conference}/polls/{poll}/choices": { takes: null; gives: PollChoices };
  "GET /api/conferences/{conference}/poll-results.csv": { takes: null; gives: null };
  "GET /api/conferences/{conference}/recordings": { takes: null; gives: RecordingList };
  "GET /api/events/{event}/recordings": { takes: null; gives: RecordingList };
  "GET /api/conferences/{conference}/recordings/{recording}": { takes: null; gives: Recording };
  "POST /api/conferences/{conference}/recordings/{recording}/open": { takes: OpenRecording; gives: Recording };
  "GET /api/conferences/{conference}/recordings/{recording}/film": { takes: null; gives: null };
  "POST /api/conferences/{conference}/recordings/{recording}/publish": { takes: PublishRecording; gives: Recording };
  "POST /api/conferences/{conference}/recordings/{recording}/revoke": { takes: null; gives: Recording };
  "POST /api/conferences/{conference}/recordings/{recording}/trim": { takes: TrimRecording; gives: Recording };
  "POST /api/conferences/{conference}/recordings/{recording}/leave-out": { takes: LeaveOut; gives: Recording };
  "POST /api/conferences/{conference}/recordings/{recording}/take-me-out": { takes: null; gives: null };
  "GET /api/conferences/{conference}/recordings/{recording}/film.mp4": { takes: null; gives: null };
  "GET /api/conferences/{conference}/recordings/{recording}/chapters.vtt": { takes: null; gives: null };
  "GET /api/conferences/{conference}/recordings/{recording}/pages/{page}": { takes: null; gives: null };
  "POST /api/conferences/{conference}/recordings/{recording}/mp4": { takes: null; gives: Recording };
  "DELETE /api/conferences/{conference}/recordings/{recording}": { takes: null; gives: null };
  "POST /api/rooms/{room}/messages/{message}/approve": { takes: ApproveMessage; gives: Message };
  "POST /api/rooms/{room}/messages/{message}/return": { takes: ReturnMessage; gives: Message };
  "POST /api/rooms/{room}/messages/{message}/hold": { takes: null; gives: Message };
  "POST /api/rooms/{room}/messages/{message}/delete": { takes: null; gives: Message };
  "POST /api/rooms/{room}/decisions": { takes: DecideMessages; gives: DecidedMessages };
  "POST /api/rooms/{room}/messages/{message}/warn": { takes: WarnAuthor; gives: ChatWarning };
  "GET /api/rooms/{room}/warnings": { takes: null; gives: ChatWarnings };
  "POST /api/rooms/{room}/warnings/{warning}/take-back": { takes: null; gives: null };
  "POST /api/rooms/{room}/warnings/{warning}/understood": { takes: null; gives: null };
  "GET /api/rooms/{room}/rules": { takes: null; gives: RoomRules };
  "POST /api/rooms/{room}/rules": { takes: SetRoomRules; gives: RoomRules };
  "POST /api/rooms/{room}/mutes": { takes: MutePupil; gives: RoomRules };
  "POST /api/rooms/{room}/mutes/{user}/lift": { takes: null; gives: RoomRules };
  "POST /api/spaces/{space}/reports": { takes: SendReport; gives: OwnReport };
  "GET /api/reports": { takes: null; gives: OwnReports };
  "POST /api/reports/{report}/appeal": { takes: AppealCase; gives: null };
  "GET /api/decisions/{token}": { takes: null; gives: Decision };
  "POST /api/decisions/{token}/appeal": { takes: AppealCase; gives: Decision };
  "GET /api/cases": { takes: null; gives: CaseList };
  "GET /api/cases/{case}": { takes: null; gives: Case };
  "POST /api/cases/{case}/notes": { takes: AddNote; gives: Case };
  "POST /api/cases/{case}/move": { takes: MoveCase; gives: Case };
  "POST /api/cases/{case}/resolve": { takes: ResolveCase; gives: Case };
  "POST /api/cases/{case}/appeal": { takes: AppealCase; gives: null };
  "POST /api/cases/{case}/openings": { takes: AskToOpen; gives: Case };
  "POST /api/cases/{case}/openings/{opening}/agree": { takes: null; gives: Case };
  "GET /api/cases/{case}/evidence": { takes: null; gives: Evidence };
  "GET /api/cases/{case}/evidence/{capsule}/file": { takes: null; gives: null };
  "GET /api/my-pupils": { takes: null; gives: MyPupils };
  "POST /api/moderation/rooms/{watched}/open": { takes: OpenRoom; gives: Granted };
  "GET /api/rooms/{room}/past": { takes: null; gives: RoomPast };
  "GET /api/rooms/{room}/past/{pupil}": { takes: null; gives: RoomPast };
  "GET /api/spaces/{space}/accesses": { takes: null; gives: AccessList };
  "GET /api/moderation/audit": { takes: null; gives: AuditPage };
  "GET /api/moderation/audit.csv": { takes: null; gives: null };
  "GET /api/moderation/filters": { takes: null; gives: FilterLists };
  "POST /api/moderation/filters": { takes: ChangeFilters; gives: FilterLists };
  "POST /api/moderation/filters/import": { takes: ImportFilters; gives: FilterLists };
  "GET /api/moderation/filters.csv": { takes: null; gives: null };
  "POST /api/moderation/filters/try": { takes: TryText; gives: TriedText };
  "GET /api/notifications": { takes: null; gives: NotificationList };
  "POST /api/notifications/read": { takes: ReadNotifications; gives: Unread };
  "GET /api/mailbox": { takes: null; gives: Mailbox };
  "PUT /api/mailbox": { takes: ChooseMail; gives: Mailbox };
  "GET /api/mailbox/{letter}/calendar": { takes: null; gives: null };
  "POST /unsubscribe/{kind}/{token}": { takes: null; gives: null };
  "GET /api/push": { takes: null; gives: PushState };
  "POST /api/push": { takes: AddPushDevice; gives: PushState };
  "PUT /api/push": { takes: ChoosePushes; gives: PushState };
  "DELETE /api/push/{device}": { takes: null; gives: null };
  "GET /api/spaces": { takes: null; gives: SpaceList };
  "GET /api/spaces/by-slug/{slug}": { takes: null; gives: PublicSpace };
  "GET /api/spaces/{space}": { takes: null; gives: SpaceHome };
  "GET /api/spaces/{space}/members": { takes: null; gives: MemberList };
  "GET /api/people": { takes: null; gives: FoundPeople };
  "GET /api/contacts": { takes: null; gives: ContactList };
  "DELETE /api/contacts/{user}": { takes: null; gives: ContactList };
  "POST /api/contact-requests": { takes: AskContact; gives: ContactList };
  "POST /api/contact-requests/{request}/accept": { takes: null; gives: ContactList };
  "POST /api/contact-requests/{request}/decline": { takes: null; gives: ContactList };
  "DELETE /api/contact-requests/{request}": { takes: null; gives: ContactList };
  "GET /api/today": { takes: null; gives: Today };
  "GET /api/events": { takes: null; gives: EventList };
  "GET /api/events/{event}": { takes: null; gives: EventPage };
  "POST /api/events/{event}/join": { takes: null; gives: EventPage };
  "POST /api/events/{event}/leave": { takes: null; gives: EventPage };
  "POST /api/events": { takes: EventFields; gives: EventPage };
  "PUT /api/events/{event}": { takes: EventFields; gives: EventPage };
  "POST /api/events/{event}/cancel": { takes: CancelEvent; gives: EventPage };
  "POST /api/events/{event}/copy": { takes: null; gives: EventPage };
  "DELETE /api/events/{event}": { takes: null; gives: null };
  "PUT /api/events/{event}/cohosts/{user}": { takes: null; gives: EventPage };
  "DELETE /api/events/{event}/cohosts/{user}": { takes: null; gives: EventPage };
  "POST /api/events/{event}/invite": { takes: InvitePeople; gives: Invited };
  "GET /api/events/{event}/link": { takes: null; gives: EventLink };
  "POST /api/events/{event}/picture": { takes: NewEventPicture; gives: EventPage };
  "DELETE /api/events/{event}/picture": { takes: null; gives: EventPage };
  "GET /api/events/{event}/picture": { takes: null; gives: null };
  "GET /api/events/{event}/picture/small": { takes: null; gives: null };
  "POST /api/events/{event}/materials": { takes: NewEventMaterial; gives: EventPage };
  "POST /api/events/{event}/videos": { takes: NewEventVideo; gives: EventPage };
  "PUT /api/events/{event}/materials": { takes: OrderMaterials; gives: EventPage };
  "DELETE /api/events/{event}/materials/{material}": { takes: null; gives: EventPage };
  "GET /api/events/{event}/materials/{material}/file": { takes: null; gives: null };
  "GET /api/events/{event}/materials/{material}/thumbnail": { takes: null; gives: null };
  "GET /api/events/{event}/people": { takes: null; gives: JoinedPeople };
  "GET /api/events/{event}/ics": { takes: null; gives: null };
  "GET /api/calendar/{token}": { takes: null; gives: null };
  "GET /api/calendar-feed": { takes: null; gives: FeedState };
  "POST /api/calendar-feed": { takes: null; gives: FeedAddress };
  "DELETE /api/calendar-feed": { takes: null; gives: null };
  "GET /api/spaces/{space}/folders": { takes: null; gives: FolderList };
  "POST /api/spaces/{space}/folders": { takes: NewFolder; gives: Folder };
  "POST /api/spaces/{space}/folders/{folder}/rename": { takes: RenameFolder; gives: null };
  "POST /api/spaces/{space}/folders/{folder}/move": { takes: MoveFolder; gives: null };
  "POST /api/spaces/{space}/folders/{folder}/delete": { takes: DeleteFolder; gives: null };
  "GET /api/spaces/{space}/materials": { takes: null; gives: MaterialPage };
  "POST /api/spaces/{space}/materials": { takes: NewUpload; gives: Material };
  "POST /api/spaces/{space}/videos": { takes: NewVideo; gives: Material };
  "POST /api/spaces/{space}/moves": { takes: MoveMaterials; gives: null };
  "GET /api/spaces/{space}/materials/{material}": { takes: null; gives: Material };
  "GET /api/spaces/{space}/materials/{material}/file": { takes: null; gives: null };
  "GET /api/spaces/{space}/materials/{material}/thumbnail": { takes: null; gives: null };
  "DELETE /api/spaces/{space}/materials/{material}": { takes: null; gives: null };
  "GET /api/rooms/{room}/leaving": { takes: null; gives: LeavingMessages };
  "POST /api/rooms/{room}/kept": { takes: KeepMessage; gives: KeptText };
  "GET /api/spaces/{space}/kept": { takes: null; gives: KeptTexts };
  "DELETE /api/spaces/{space}/kept/{text}": { takes: null; gives: null };
}
