import type { I18n, MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import type { Id, Notification, Outcome, Target } from "../../live"
import { type IconName, OUTCOME, outcomeOf, WARNED } from "../../ui"
import { dateText, timeText, wall } from "../../ui/time"

interface Words {
  icon: IconName
  head: MessageDescriptor
  /** Which of the params stand below it, in this order. */
  detail: readonly string[]
}

const PLANNED = ["title", "starts_at", "space"]

/** Each code in plain words (domain 9). A code that does not stand here is not shown: better nothing than a riddle. */
const WORDS: Record<string, Words> = {
  "conference.scheduled": { icon: "calendar-plus", head: msg`A conference is planned`, detail: PLANNED },
  "conference.cancelled": { icon: "prohibit", head: msg`A conference was called off`, detail: PLANNED },
  "conference.soon": { icon: "clock", head: msg`A conference begins soon`, detail: ["title"] },
  "conference.started": {
    icon: "video-camera-fill",
    head: msg`A conference has begun`,
    detail: ["title", "space"],
  },
  "conference.seat_called": {
    icon: "door-open-fill",
    head: msg`A seat is free for you`,
    detail: ["title", "space"],
  },
  "chat.mention": {
    icon: "chat-circle-text",
    head: msg`You were mentioned in a chatroom`,
    detail: ["name", "space"],
  },
  "chat.purge_notice": {
    icon: "hourglass-medium-fill",
    head: msg`Messages will leave a chatroom. Save some to the project?`,
    detail: ["leaves_at", "space"],
  },
  "chat.held": {
    icon: "hand-palm-fill",
    head: msg`A message is waiting for a teacher`,
    detail: ["name", "space"],
  },
  "chat.waits": {
    icon: "hand-palm-fill",
    head: msg`A message of yours is waiting for a teacher`,
    detail: ["space"],
  },
  "chat.approved": {
    icon: "check-circle",
    head: msg`Everybody can read your message now`,
    detail: ["space"],
  },
  "chat.returned": {
    icon: "arrow-bend-up-left",
    head: msg`Your teacher asks you to change a message`,
    detail: ["name", "space"],
  },
  "chat.muted": {
    icon: "chat-slash",
    head: msg`A teacher has stopped you from writing for a while`,
    detail: ["space"],
  },
  "chat.warned": {
    icon: "warning-circle",
    head: msg`Somebody wrote to you about one of your messages`,
    detail: ["name", "phrase", "space"],
  },
  "chat.pupil_warned": {
    icon: "warning-circle",
    head: msg`A pupil was told something about a message`,
    detail: ["name", "by", "phrase", "space"],
  },
  "chat.no_teacher": {
    icon: "warning-fill",
    head: msg`Pupils of yours have been in a chatroom without a teacher for ten minutes`,
    detail: ["room", "space"],
  },
  "safeguard.alert": {
    icon: "warning-fill",
    head: msg`Messages of one pupil had to wait again and again within a day`,
    detail: ["name", "space"],
  },
  "report.opened": { icon: "flag", head: msg`Something was reported`, detail: ["space"] },
  "report.appealed": { icon: "flag", head: msg`Somebody asks for another decision`, detail: ["space"] },
  "report.outcome": {
    icon: "check-circle",
    head: msg`Your report was looked at`,
    detail: ["outcome", "space"],
  },
  "case.measure": {
    icon: "warning",
    head: msg`A moderator has decided something about you`,
    detail: ["space"],
  },
  "material.removed": {
    icon: "trash",
    head: msg`After a report, something was removed from Materials`,
    detail: ["space"],
  },
  "access.granted": {
    icon: "shield-check",
    head: msg`A moderator was let into your project`,
    detail: ["name", "space"],
  },
  "contact.request": { icon: "user-plus", head: msg`Contact request`, detail: ["name"] },
  "contact.accepted": { icon: "user-check", head: msg`You are contacts now`, detail: ["name"] },
  "project.invited": { icon: "folders", head: msg`You are invited to a project`, detail: ["title", "name"] },
  "project.member_joined": { icon: "user-check", head: msg`A new member in your project`, detail: ["name"] },
  "event.room_open_host": {
    icon: "clock",
    head: msg`The room of your event is open`,
    detail: ["title", "starts_at"],
  },
  "event.invited": {
    icon: "handshake-fill",
    head: msg`You are invited to an event`,
    detail: ["title", "starts_at", "name"],
  },
  "event.joined": {
    icon: "calendar-plus",
    head: msg`You take part in an event`,
    detail: ["title", "starts_at"],
  },
  "event.seat_free": {
    icon: "door-open-fill",
    head: msg`A seat was free: you take part in an event`,
    detail: ["title", "starts_at"],
  },
  "event.soon": { icon: "clock", head: msg`An event begins soon`, detail: ["title", "starts_at"] },
  "event.changed": {
    icon: "pencil-simple",
    head: msg`An event has changed`,
    detail: ["title", "starts_at"],
  },
  "event.cancelled": {
    icon: "prohibit",
    head: msg`An event was called off`,
    detail: ["title", "starts_at", "reason"],
  },
  "event.live": { icon: "play-fill", head: msg`An event has begun`, detail: ["title"] },
  "event.recording": {
    icon: "play-fill",
    head: msg`A recording is there to watch`,
    detail: ["title", "space"],
  },
  "recording.ready": { icon: "monitor-play", head: msg`Your recording is ready`, detail: ["title", "space"] },
  "recording.failed": { icon: "warning", head: msg`No film could be made of a recording`, detail: ["title"] },
  "recording.ending": {
    icon: "hourglass-medium-fill",
    head: msg`A recording will be deleted soon`,
    detail: ["title", "leaves_at", "space"],
  },
  "course.module_open": {
    icon: "chalkboard-teacher",
    head: msg`A module of your course is open`,
    detail: ["title", "module"],
  },
  "label.returned": {
    icon: "shield-check",
    head: msg`Your application for a Quality Label came back`,
    detail: ["title"],
  },
}

export interface Said {
  icon: IconName
  head: string
  detail: string[]
}

/** What a notification says to this reader, or null for a code that we do not know. */
export function said(i18n: I18n, { code, params }: Notification, zone: string): Said | null {
  const words = Object.hasOwn(WORDS, code) ? WORDS[code] : undefined
  if (!words) return null
  const detail = words.detail.flatMap((name) => {
    const value = params[name]
    if (value === undefined || value === "") return []
    if (name === "starts_at") return [timeText(i18n, String(value), null, zone)]
    if (name === "leaves_at") return [i18n._(msg`from ${dateText(i18n, wall(String(value), zone))}`)]
    if (name === "module") return [i18n._(msg`Module ${value}`)]
    if (name === "outcome") return isOutcome(value) ? [i18n._(outcomeOf(value, params.target as Target))] : []
    if (name === "phrase") return isPhrase(value) ? [i18n._(WARNED[value])] : []
    return [String(value)]
  })
  return { icon: words.icon, head: i18n._(words.head), detail }
}

const isPhrase = (value: unknown): value is keyof typeof WARNED => Object.hasOwn(WARNED, String(value))

const isOutcome = (value: unknown): value is Outcome => Object.hasOwn(OUTCOME, String(value))

/** The page that it leads to, in one of the reader's own TwinSpaces; undefined where there is none. */
export function linkOf(
  { code, params, target_type, target_id }: Notification,
  spaces: readonly { id: Id; slug: string }[],
): string | undefined {
  if (code === "report.opened" || code === "report.appealed") return `/cases/${target_id}`
  if (target_type === "recording" && params.conference) return `/recordings/${params.conference}/${target_id}`
  if (code === "contact.request" || code === "contact.accepted") return "/contacts"
  if (target_type === "event") return `/events/${target_id}`
  if (code === "report.outcome" || code === "case.measure") return "/my-reports"
  const space = spaces.find(
    (one) => one.slug === params.slug || (target_type === "space" && one.id === target_id),
  )
  if (!space) return code === "safeguard.alert" && params.room ? `/wall?room=${params.room}` : undefined
  const base = `/t/${space.slug}`
  if (code === "safeguard.alert") return "/my-pupils"
  if (code === "access.granted") return `${base}/members#who-looked-in`
  if (code === "material.removed") return `${base}/materials`
  if (code === "chat.purge_notice") return `${base}/kept/${target_id}`
  if (target_type === "warning" && params.room) return `${base}/chat/${params.room}`
  // Beside a stage nobody decides once the conference is over.
  if (code === "chat.held" && params.conference) return "/my-pupils"
  if ((target_type === "room" || target_type === "warning") && params.conference)
    return `${base}/conference/${params.conference}`
  if (target_type === "room") return `${base}/chat/${target_id}`
  if (target_type === "conference" && code !== "conference.cancelled")
    return `${base}/conference/${target_id}`
  if (code.startsWith("conference.")) return `${base}/live`
  return code === "chat.held" ? `${base}/chat` : base
}
