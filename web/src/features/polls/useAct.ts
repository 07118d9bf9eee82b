import { useLingui } from "@lingui/react"
import { useCallback } from "react"
import { toasts } from "../../ui"
import { explainPoll } from "./words"

/** Carry something out, and say kindly when it was refused. Answers whether it was done. */
export function useAct(): (deed: () => Promise<unknown>) => Promise<boolean> {
  const { i18n } = useLingui()
  return useCallback(
    async (deed) => {
      try {
        await deed()
        return true
      } catch (error) {
        toasts.say(explainPoll(i18n, error), { kind: "bad" })
        return false
      }
    },
    [i18n],
  )
}
