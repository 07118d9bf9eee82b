import type { I18n } from "@lingui/core"
import { useLingui } from "@lingui/react"
import { useCallback } from "react"
import { toasts } from "./toasts"

/** Carry something out, and say kindly, in the feature's own words, when it was refused. Answers whether it was done. */
export function useAct(
  explain: (i18n: I18n, error: unknown) => string,
): (deed: () => Promise<unknown>) => Promise<boolean> {
  const { i18n } = useLingui()
  return useCallback(
    async (deed) => {
      try {
        await deed()
        return true
      } catch (error) {
        toasts.say(explain(i18n, error), { kind: "bad" })
        return false
      }
    },
    [i18n, explain],
  )
}
