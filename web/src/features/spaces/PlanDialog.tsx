import { Trans, useLingui } from "@lingui/react/macro"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { useNavigate } from "react-router"
import type { ConferenceSummary, Id } from "../../live"
import { Banner, Button, explain, Field, Select, toasts, useNow, useZone } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { Radios } from "../../ui/Radios"
import { BRUSSELS, instantOf, timeText, wall } from "../../ui/time"
import { conferencesQuery, scheduleConference } from "./api"
import styles from "./PlanDialog.module.css"
import { CLOCKS, suggestedStart } from "./plan"

export interface PlanDialogProps {
  space: Id
  slug: string
  start: "now" | "later"
  onClose: () => void
}

type Media = ConferenceSummary["media"]

/** Start a Live Event now or plan it: 30, 60 or 90 minutes, no other length. */
export default function PlanDialog({ space, slug, start, onClose }: PlanDialogProps) {
  const { t, i18n } = useLingui()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const zone = useZone()
  const now = useNow(30_000)
  const [suggested] = useState(() => suggestedStart(Date.now()))
  const [title, setTitle] = useState("")
  const [missing, setMissing] = useState(false)
  const [minutes, setMinutes] = useState("30")
  const [media, setMedia] = useState<Media>("video")
  const [when, setWhen] = useState(start)
  const [day, setDay] = useState(suggested.date)
  const [clock, setClock] = useState(suggested.clock)
  const [lobby, setLobby] = useState("no")
  const [agenda, setAgenda] = useState("")
  const startsAt = when === "now" ? now : instantOf(day, clock, BRUSSELS)
  const duration = Number(minutes)

  const save = useMutation({
    mutationFn: () =>
      scheduleConference(space, {
        title: title.trim(),
        duration_min: duration,
        media,
        lobby: lobby === "yes",
        agenda: agenda.trim(),
        starts_at: when === "now" ? null : new Date(startsAt).toISOString(),
      }),
    onSuccess: async (conference) => {
      await queries.invalidateQueries({ queryKey: conferencesQuery(space).queryKey })
      onClose()
      if (when === "now") navigate(`/t/${slug}/conference/${conference.id}`)
      else toasts.say(t`Planned: ${timeText(i18n, conference.starts_at, conference.ends_at, zone)}`)
    },
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    setMissing(!title.trim())
    if (title.trim()) save.mutate()
  }

  return (
    <Dialog title={when === "now" ? t`Start a Live Event` : t`Plan a conference`} open onClose={onClose} wide>
      <form className={styles.form} onSubmit={submit} noValidate>
        {save.error && (
          <Banner kind="bad" alert>
            {explain(i18n, save.error)}
          </Banner>
        )}
        <Field
          label={t`What is it about?`}
          value={title}
          onChange={setTitle}
          error={missing && !title.trim() ? t`Give the conference a title.` : null}
          isRequired
          autoFocus
          maxLength={120}
          autoComplete="off"
        />
        <Field
          label={t`What will you do?`}
          hint={t`Everybody reads this in the waiting room. You may leave it empty.`}
          value={agenda}
          onChange={setAgenda}
          maxLength={2000}
          lines={2}
        />
        <Radios
          label={t`How long?`}
          value={minutes}
          onChange={setMinutes}
          options={[
            { value: "30", label: t`30 minutes` },
            { value: "60", label: t`60 minutes` },
            { value: "90", label: t`90 minutes` },
          ]}
        />
        <Radios
          label={t`How do you meet?`}
          value={media}
          onChange={(value) => setMedia(value as Media)}
          options={[
            { value: "video", label: t`Video and audio` },
            { value: "audio", label: t`Audio only` },
          ]}
        />
        <Radios
          label={t`When?`}
          value={when}
          onChange={(value) => setWhen(value as "now" | "later")}
          options={[
            { value: "now", label: t`Now` },
            { value: "later", label: t`Later` },
          ]}
        />
        {when === "later" && (
          <div className={styles.when}>
            <Field label={t`Day`} type="date" value={day} onChange={setDay} isRequired />
            <Select
              label={t`Time in Brussels`}
              value={clock}
              onChange={setClock}
              options={CLOCKS.map((value) => ({ value, label: value }))}
            />
          </div>
        )}
        <Radios
          label={t`Who opens the door?`}
          value={lobby}
          onChange={setLobby}
          options={[
            { value: "no", label: t`Members come in by themselves` },
            { value: "yes", label: t`I let everybody in` },
          ]}
        />
        <p className={styles.sum} role="status">
          {Number.isFinite(startsAt) && timeText(i18n, startsAt, startsAt + duration * 60_000, zone)}
          {wall(startsAt, BRUSSELS).date && (
            <>
              {" · "}
              <Trans>up to 25 people</Trans>
            </>
          )}
        </p>
        <DialogButtons>
          <Button
            type="submit"
            look="main"
            isDisabled={!Number.isFinite(startsAt)}
            isPending={save.isPending}
          >
            {when === "now" ? <Trans>Start now</Trans> : <Trans>Plan it</Trans>}
          </Button>
          <Button onPress={onClose}>
            <Trans>Not now</Trans>
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
