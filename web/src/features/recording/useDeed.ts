import { useLingui as useI18n } from "@lingui/react"
import { useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import type { Recording } from "../../live"
import { toasts } from "../../ui"
import { deeds, recordingQuery } from "./api"
import { explainRecording } from "./words"

/** Carries out what whoever recorded it decides, one thing at a time, and shows what is then. */
export function useDeed(recording: Recording) {
  const { i18n } = useI18n()
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const act = async (deed: () => Promise<Recording | null>, said?: string) => {
    setBusy(true)
    try {
      const now = await deed()
      if (now) client.setQueryData(recordingQuery(recording.conference, recording.id).queryKey, now)
      if (said) toasts.say(said)
      return true
    } catch (error) {
      toasts.say(explainRecording(i18n, error), { kind: "bad" })
      return false
    } finally {
      setBusy(false)
    }
  }
  return { act, busy, deed: deeds(recording.conference, recording.id) }
}
