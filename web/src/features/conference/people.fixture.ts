import type { ConferenceState, ConferenceSummary, Participant, Person, YourSeat } from "../../live"

/** The people of the tests: Ada leads, Grace and Linus are pupils of two schools, Eve teaches elsewhere. */
export const LESSON = "0190d5a0-0000-7000-8000-000000000001"

export const person = (id: string, kind: Person["kind"] = "pupil", school = "School 27"): Person => ({
  id,
  name: id[0]?.toUpperCase() + id.slice(1),
  kind,
  school,
  city: null,
  country: "AZ",
})

const MINUTES: Record<string, string> = { ada: "00", grace: "01", linus: "02", eve: "03" }

export const inside = (id: string, change: Partial<Participant> = {}): Participant => ({
  person: person(id, id === "ada" || id === "eve" ? "teacher" : "pupil"),
  role: id === "ada" ? "host" : "attendee",
  microphone: false,
  camera: false,
  screen: false,
  hand_at: null,
  away: false,
  joined_at: `2026-11-17T14:${MINUTES[id] ?? "30"}:00Z`,
  held_back: [],
  network: "good",
  network_cause: null,
  chat_held: false,
  captioner: false,
  talk_s: 0,
  class_list: [],
  recorded: false,
  ...change,
})

export const lesson = (change: Partial<ConferenceSummary> = {}): ConferenceSummary => ({
  id: LESSON,
  space: "space",
  space_title: "Water stories",
  space_slug: "water",
  event: null,
  room: "room",
  title: "Why is it warmer near the pier?",
  host: person("ada", "teacher"),
  starts_at: "2026-11-17T14:00:00Z",
  ends_at: "2026-11-17T14:30:00Z",
  closes_at: "2026-11-17T14:30:00Z",
  doors_at: "2026-11-17T14:00:00Z",
  duration_min: 30,
  media: "video",
  lobby: false,
  state: "live",
  end_reason: null,
  seats: 25,
  seats_taken: 2,
  you_may_enter: true,
  you_host: false,
  you_listen: false,
  agenda: "",
  recorded: false,
  announced: false,
  ...change,
})

export const state = (
  participants: Participant[],
  change: Partial<ConferenceState> = {},
): ConferenceState => ({
  conference: lesson(),
  participants,
  waiting: [],
  locked: false,
  server_time: "2026-11-17T14:10:00Z",
  frozen_until: null,
  paused: false,
  locks: [],
  hands: [],
  quiet_first: false,
  removed: [],
  talk: [],
  frozen_schools: [],
  agenda: "",
  polls: [],
  questions: [],
  question_votes: [],
  slides: null,
  recording: null,
  administers: false,
  answers_for: [],
  moderators: [],
  ...change,
})

export const seat = (change: Partial<YourSeat> = {}): YourSeat => ({
  conference: LESSON,
  state: "connected",
  role: "attendee",
  wait_reason: null,
  queue_position: null,
  called_until: null,
  may: ["CONFERENCE_JOIN", "CONFERENCE_MEDIA"],
  may_publish: ["microphone", "camera"],
  may_not_publish: {},
  chat_closed: null,
  class_list: false,
  presents: false,
  inside: null,
  recording: { refusal: "not_host", missing: 0, answer: null, written: false },
  text: "",
  rehearsal_since: null,
  ...change,
})
