import { useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { Banner, Button } from "../../ui"
import { rehearse, testRecordingQuery } from "./api"
import { useAct, useHere, useServerNow, useView } from "./context"
import { momentText } from "./moment"
import styles from "./notices.module.css"
import { leads } from "./view"

const LAST_MINUTE_MS = 60_000

/** Before the doors of an event: that nobody else is here, and the rehearsal, which nobody else ever sees (R-073, S7). */
export function Preparing() {
  const { t, i18n } = useLingui()
  const view = useView()
  const now = useServerNow(10_000)
  const { conference, seat } = view
  if (!conference?.event) return null
  if (seat?.rehearsal_since) return <Rehearsal />
  const opens = Date.parse(conference.doors_at)
  if (opens <= now) return null
  const doors = momentText(i18n, conference.doors_at)
  return (
    <Banner kind="info" icon="lock-simple" action={leads(view) && opens - now > LAST_MINUTE_MS && <Start />}>
      {t`Only those who lead can come in now. The doors open for everybody on ${doors}.`}{" "}
      {t`What you write in the chat before then is deleted when they open.`}
    </Banner>
  )
}

function Start() {
  const { t } = useLingui()
  const [act, starting] = useRehearsing(true)
  return (
    <Button size="small" icon="play" isPending={starting} onPress={act}>
      {t`Start a rehearsal`}
    </Button>
  )
}

function Rehearsal() {
  const { t } = useLingui()
  const [act, ending] = useRehearsing(false)
  return (
    <Banner
      className={styles.early ?? ""}
      kind="hold"
      icon="users-four"
      alert="politely"
      action={
        <Button size="small" look="bright" isPending={ending} onPress={act}>
          {t`End the rehearsal`}
        </Button>
      }
    >
      <b>{t`Rehearsal: nobody else sees this.`}</b>{" "}
      {t`The ghosts are not real. Everything made here deletes itself when it ends, at the latest when the doors open.`}
      <TestRecording />
    </Banner>
  )
}

/** What was recorded to try it: watched in a page of its own, so that the rehearsal goes on. */
function TestRecording() {
  const { t } = useLingui()
  const { conference } = useHere()
  const { recording } = useView()
  const { data } = useQuery({ ...testRecordingQuery(conference.id), enabled: recording === null })
  if (recording || !data) return null
  const percent = data.progress
  return (
    <p className={styles.test}>
      {data.state === "processing" && t`Your test recording is being made: ${percent} %`}
      {data.state === "failed" && t`Nothing was recorded: switch a microphone on, and try again.`}
      {data.state === "ready" && (
        <a href={`/recordings/${conference.id}/${data.id}`} target="_blank" rel="noreferrer">
          {t`Watch your test recording (in a new tab)`}
        </a>
      )}
    </p>
  )
}

function useRehearsing(on: boolean): [() => void, boolean] {
  const { conference } = useHere()
  const [busy, setBusy] = useState(false)
  const act = useAct()
  const press = () => {
    setBusy(true)
    void act(() => rehearse(conference.id, on)).finally(() => setBusy(false))
  }
  return [press, busy]
}
