import { useLingui } from "@lingui/react/macro"
import { useEffect, useRef } from "react"
import { toasts } from "../../ui"
import { useHere, useView } from "./context"
import { type OwnNews, ownNews } from "./ownnews"

/** Says what the reader may do from now on, when whoever leads has just given or taken it. */
export function useOwnNews(): void {
  const { t } = useLingui()
  const { event } = useHere()
  const view = useView()
  const before = useRef(view)
  const words: Record<OwnNews, string> = {
    cohost: t`You lead here, too, from now on.`,
    presenter: event
      ? t`You are on the stage: you may speak, and show your picture or your screen.`
      : t`You may share your screen now.`,
    attendee: event ? t`You are off the stage again.` : t`You are a participant like the others again.`,
    captioner: t`You write the captions now: there is a line for it under the stage.`,
    no_captioner: t`You no longer write the captions.`,
  }
  const news = ownNews(before.current, view)
  useEffect(() => {
    before.current = view
  }, [view])
  const said = news && words[news]
  useEffect(() => {
    if (said) toasts.say(said)
  }, [said])
}
