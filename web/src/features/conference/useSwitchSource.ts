import { useLingui } from "@lingui/react/macro"
import type { Source } from "../../live"
import { toasts } from "../../ui"
import { useAct, useHere } from "./context"
import { explainCode, troubleWith } from "./words"

/** Switch one of one's own sources and say why when it stays off. */
export function useSwitchSource(): (source: Source, on: boolean) => void {
  const { i18n } = useLingui()
  const { conference, own } = useHere()
  const act = useAct()
  return (source, on) =>
    void act(async () => {
      const refused = await conference.switch(source, on)
      if (refused === null) return
      const { problem } = own.read()[source]
      const trouble = refused === "device" && problem ? troubleWith(i18n, source, problem) : null
      if (trouble) toasts.say(`${trouble.what}. ${trouble.cure}`, { kind: "bad" })
      else if (refused !== "device") toasts.say(explainCode(i18n, refused), { kind: "bad" })
    })
}
