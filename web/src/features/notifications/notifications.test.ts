import { setupI18n } from "@lingui/core"
import { describe, expect, it } from "vitest"
import type { Notification, NotificationList } from "../../live"
import { messages as az } from "../../locales/az.po"
import { messages as en } from "../../locales/en.po"
import { afterGoing, afterReading, afterRinging, withOlder } from "./changes"
import { linkOf, said } from "./words"

const AT = "2026-11-17T14:00:00Z"
const SPACE = { id: "space", slug: "water-stories" }

function notification(id: string, fields: Partial<Notification> = {}): Notification {
  return {
    id,
    code: "conference.started",
    params: {},
    target_type: null,
    target_id: null,
    created_at: AT,
    read_at: null,
    needs_answer: false,
    ...fields,
  }
}

const list = (ids: string[], unread = ids.length): NotificationList => ({
  notifications: ids.map((id) => notification(id)),
  unread,
  older: false,
})

const ids = (one: NotificationList) => one.notifications.map(({ id }) => id)

describe("the list behind the bell", () => {
  it("takes a new one on top, once", () => {
    const rung = afterRinging(list(["old"]), notification("new"))
    expect([ids(rung), rung.unread]).toEqual([["new", "old"], 2])
    expect(afterRinging(rung, notification("new"))).toBe(rung)
  })

  it("notes some or all as read, and lets the server count", () => {
    const some = afterReading(list(["a", "b"]), ["b"], 1, AT)
    expect([some.unread, ...some.notifications.map((one) => one.read_at)]).toEqual([1, null, AT])
    const all = afterReading(some, null, 0, "2026-11-18T14:00:00Z")
    expect(all.notifications.map((one) => one.read_at)).toEqual(["2026-11-18T14:00:00Z", AT])
  })

  it("shows no more what was undone", () => {
    const left = afterGoing(list(["a", "b", "c"]), ["b"], 1)
    expect([ids(left), left.unread]).toEqual([["a", "c"], 1])
  })

  it("puts older ones below, none twice", () => {
    const more = withOlder({ ...list(["c", "b"]), older: true }, list(["b", "a"]))
    expect([ids(more), more.older]).toEqual([["c", "b", "a"], false])
  })
})

describe("the words", () => {
  const english = setupI18n({ locale: "en", messages: { en, az } })

  it("say what, who and where, with the time on both clocks", () => {
    const planned = notification("x", {
      code: "conference.scheduled",
      params: { title: "Rivers", space: "Water", slug: "water-stories", starts_at: AT },
    })
    expect(said(english, planned, "Asia/Baku")).toMatchObject({
      head: "A conference is planned",
      detail: ["Rivers", "Tue 17 Nov, 15:00 CET (18:00 in Baku)", "Water"],
    })
  })

  it("say with what a pupil was warned, and never more than that", () => {
    const warned = notification("x", {
      code: "chat.warned",
      params: { name: "Günel Səfərli", phrase: "no_names", space: "Water", slug: "water-stories", room: "7" },
      target_type: "warning",
      target_id: "9",
    })
    expect(said(english, warned, "UTC")?.detail).toEqual([
      "Günel Səfərli",
      "Please do not write about people who are not here.",
      "Water",
    ])
    expect(linkOf(warned, [SPACE])).toBe("/t/water-stories/chat/7")
    const own = notification("x", { code: "chat.warned", params: { phrase: "own_words", space: "Water" } })
    expect(said(english, own, "UTC")?.detail).toEqual(["Water"])
  })

  it("tell a pupil what becomes of a message while nobody looks at the room", () => {
    const params = { space: "Water", slug: "water-stories" }
    const heads = ["chat.waits", "chat.approved"].map((code) =>
      said(english, notification("x", { code, params }), "UTC"),
    )
    expect(heads).toMatchObject([
      { head: "A message of yours is waiting for a teacher", detail: ["Water"] },
      { head: "Everybody can read your message now", detail: ["Water"] },
    ])
  })

  it("are none for a code that we do not know", () => {
    expect(said(english, notification("x", { code: "no.such.code" }), "UTC")).toBeNull()
    expect(said(english, notification("x", { code: "constructor" }), "UTC")).toBeNull()
  })
})

describe("the way", () => {
  const to = (fields: Partial<Notification>, spaces = [SPACE]) => linkOf(notification("x", fields), spaces)
  const params = { slug: SPACE.slug }

  it("leads to the conference, the chatroom, the TwinSpace", () => {
    expect(to({ params, target_type: "conference", target_id: "7" })).toBe("/t/water-stories/conference/7")
    expect(to({ code: "chat.mention", params, target_type: "room", target_id: "7" })).toBe(
      "/t/water-stories/chat/7",
    )
    expect(to({ code: "conference.soon", target_type: "space", target_id: "space" })).toBe(
      "/t/water-stories/live",
    )
    expect(to({ code: "chat.held", target_type: "space", target_id: "space" })).toBe("/t/water-stories/chat")
  })

  it("leads from a conference's chat to the conference, and to My pupils where somebody has to decide", () => {
    const beside = { params: { ...params, conference: "5" }, target_type: "room", target_id: "7" }
    expect(to({ code: "chat.held", ...beside })).toBe("/my-pupils")
    expect(to({ code: "chat.waits", ...beside })).toBe("/t/water-stories/conference/5")
    expect(to({ code: "chat.returned", ...beside })).toBe("/t/water-stories/conference/5")
    expect(to({ code: "chat.warned", ...beside, target_type: "warning" })).toBe(
      "/t/water-stories/conference/5",
    )
  })

  it("leads teachers to their pupils and the agency to the wall when messages wait again and again", () => {
    const alert = { code: "safeguard.alert", params: { ...params, room: "5" }, target_type: "pupil" }
    expect(to(alert)).toBe("/my-pupils")
    expect(to(alert, [])).toBe("/wall?room=5")
  })

  it("leads to the list of accesses when a moderator was let in", () => {
    expect(to({ code: "access.granted", params, target_type: "space", target_id: SPACE.id })).toBe(
      "/t/water-stories/members#who-looked-in",
    )
  })

  it("leads to the plan, not to the door, when it was called off", () => {
    expect(to({ code: "conference.cancelled", params, target_type: "conference", target_id: "7" })).toBe(
      "/t/water-stories/live",
    )
  })

  it("leads nowhere where there is no page, or no TwinSpace of one's own", () => {
    expect(to({ code: "label.returned", target_type: "label", target_id: "7" })).toBeUndefined()
    expect(to({ params, target_type: "conference", target_id: "7" }, [])).toBeUndefined()
    expect(to({ code: "project.invited", target_type: "space", target_id: "elsewhere" })).toBeUndefined()
  })
})
