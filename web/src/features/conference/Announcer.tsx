import { useLingui } from "@lingui/react"
import { useEffect, useRef, useState } from "react"
import { announcement, phraseSaid } from "./announcement"
import { useFleeting, useView } from "./context"

/** Speaks politely to those who listen instead of looking. */
export function Announcer() {
  const { i18n } = useLingui()
  const view = useView()
  const before = useRef(view)
  const fleeting = useFleeting()
  const fleetingBefore = useRef(fleeting)
  const [words, setWords] = useState("")
  useEffect(() => {
    const said = announcement(i18n, before.current, view)
    before.current = view
    if (said) setWords(said)
  }, [i18n, view])
  useEffect(() => {
    const said = phraseSaid(i18n, fleetingBefore.current, fleeting, view)
    fleetingBefore.current = fleeting
    if (said) setWords(said)
  }, [i18n, fleeting, view])
  return (
    <p className="sr" aria-live="polite">
      {words}
    </p>
  )
}
