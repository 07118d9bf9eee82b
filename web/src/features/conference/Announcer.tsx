import type { I18n } from "@lingui/core"
import { msg, plural } from "@lingui/core/macro"
import { useLingui } from "@lingui/react"
import { useEffect, useRef, useState } from "react"
import { useView } from "./context"
import { askingIn, hands, may, type View } from "./view"

/** What is said to those who listen: hands, warnings and admission; joining and leaving are not. */
export function announcement(i18n: I18n, before: View, after: View): string | null {
  const known = new Set(hands(before.participants).map(({ person }) => person.id))
  const raised = hands(after.participants).find(
    ({ person }) => !known.has(person.id) && person.id !== after.you,
  )
  if (raised && may(after, "CONFERENCE_MODERATE")) {
    const { name } = raised.person
    return i18n._(msg`${name} raises a hand.`)
  }
  const waiting = askingIn(after).length
  if (waiting > askingIn(before).length) {
    return i18n._(
      msg`${plural(waiting, { one: "# person is waiting at the door.", other: "# people are waiting at the door." })}`,
    )
  }
  if (after.warning && after.warning !== before.warning) {
    const minutes = after.warning.minutesLeft
    return i18n._(msg`${plural(minutes, { one: "One minute left.", other: "# minutes left." })}`)
  }
  return null
}

export function Announcer() {
  const { i18n } = useLingui()
  const view = useView()
  const before = useRef(view)
  const [words, setWords] = useState("")
  useEffect(() => {
    const said = announcement(i18n, before.current, view)
    before.current = view
    if (said) setWords(said)
  }, [i18n, view])
  return (
    <p className="sr" aria-live="polite">
      {words}
    </p>
  )
}
