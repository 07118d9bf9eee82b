import type { I18n } from "@lingui/core"
import { msg, plural } from "@lingui/core/macro"
import type { FleetingView } from "./fleeting"
import { PHRASES } from "./signs"
import { askingIn, leads, raisedHands, type View } from "./view"

/** What is said to those who listen: hands, warnings and admission; joining and leaving are not. */
export function announcement(i18n: I18n, before: View, after: View): string | null {
  const known = new Set(raisedHands(before).map(({ person }) => person.id))
  const raised = raisedHands(after).find(({ person }) => !known.has(person.id) && person.id !== after.you)
  if (raised && leads(after)) {
    const { name } = raised.person
    return i18n._(msg`${name} raises a hand.`)
  }
  const waiting = askingIn(after).length
  if (waiting > askingIn(before).length) {
    return i18n._(
      msg`${plural(waiting, { one: "# person is waiting at the door.", other: "# people are waiting at the door." })}`,
    )
  }
  if (
    after.phase === "inside" &&
    before.phase === "inside" &&
    Boolean(after.recording) !== Boolean(before.recording)
  ) {
    return after.recording ? i18n._(msg`Recording has started.`) : i18n._(msg`Recording has ended.`)
  }
  if (after.warning && after.warning !== before.warning) {
    const { minutesLeft: minutes, closing } = after.warning
    if (closing)
      return i18n._(
        msg`${plural(minutes, { one: "The room closes in one minute.", other: "The room closes in # minutes." })}`,
      )
    return i18n._(msg`${plural(minutes, { one: "One minute left.", other: "# minutes left." })}`)
  }
  return null
}

/** A phrase card is a sentence said without a voice: it is heard, in the reader's own language. */
export function phraseSaid(i18n: I18n, before: FleetingView, after: FleetingView, view: View): string | null {
  const known = new Set(before.signs.map(({ id }) => id))
  const sign = after.signs.find(
    ({ id, user, kind }) => kind === "phrase" && !known.has(id) && user !== view.you,
  )
  const who = view.participants.find(({ person }) => person.id === sign?.user)
  return sign?.kind === "phrase" && who ? `${who.person.name}: ${i18n._(PHRASES[sign.value].words)}` : null
}
