import { plural } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useRef, useState } from "react"
import type { Id } from "../../live"
import { Button, explain, Field, Icon, Tag, toasts } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { addMaterial, addVideo, eventQuery } from "./api"
import styles from "./Materials.module.css"
import { isPicture, titleOf, useLocalPicture } from "./pictures"

interface Queued {
  key: number
  file: File
  title: string
  altText: string
  state: "waiting" | "sending" | "done" | "refused"
  /** How much of it has left, from 0 to 1. */
  part: number
  refusal: unknown
}

const queued = (file: File, key: number): Queued => ({
  key,
  file,
  title: titleOf(file.name),
  altText: "",
  state: "waiting",
  part: 0,
  refusal: null,
})

/** What each is called and shows; then they go up one after the other, and what is refused says why. */
export function AddMaterials({
  event,
  files,
  onClose,
}: {
  event: Id
  files: readonly File[]
  onClose: () => void
}) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const [list, setList] = useState(() => files.map(queued))
  const [busy, setBusy] = useState(false)
  const running = useRef<(() => void) | null>(null)
  const left = list.filter((one) => one.state !== "done")
  const change = (key: number, patch: Partial<Queued>) =>
    setList((all) => all.map((one) => (one.key === key ? { ...one, ...patch } : one)))

  async function send(submitted: FormEvent) {
    submitted.preventDefault()
    setBusy(true)
    let refused = 0
    for (const one of left) {
      change(one.key, { state: "sending", part: 0, refusal: null })
      const kind = isPicture(one.file) ? "image" : "file"
      const said = { kind, title: one.title.trim(), alt_text: one.altText.trim() } as const
      const sending = addMaterial(event, one.file, said, (part) => change(one.key, { part }))
      running.current = sending.stop
      try {
        queries.setQueryData(eventQuery(event).queryKey, await sending.done)
        change(one.key, { state: "done", part: 1 })
      } catch (refusal) {
        refused += 1
        change(one.key, { state: "refused", refusal })
      }
      if (running.current === null) return
    }
    setBusy(false)
    if (refused > 0) return
    toasts.say(plural(left.length, { one: "# file is uploaded", other: "# files are uploaded" }))
    onClose()
  }

  function close() {
    const stop = running.current
    running.current = null
    stop?.()
    onClose()
  }

  return (
    <Dialog title={t`Add to the page of the event`} open onClose={close} role="alertdialog" wide>
      <form className={styles.fields} onSubmit={(submitted) => void send(submitted)}>
        <ul className={styles.queue}>
          {list.map((one) => (
            <Line
              key={one.key}
              one={one}
              isDisabled={busy}
              onChange={(patch) => change(one.key, patch)}
              onDrop={list.length > 1 ? () => setList(list.filter(({ key }) => key !== one.key)) : null}
            />
          ))}
        </ul>
        <DialogButtons>
          <Button
            look="main"
            type="submit"
            icon="upload-simple"
            isPending={busy}
            isDisabled={left.some((one) => !one.title.trim())}
          >
            <Trans>Upload</Trans>
          </Button>
          <Button onPress={close}>
            <Trans>Cancel</Trans>
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}

function Line({
  one,
  isDisabled,
  onChange,
  onDrop,
}: {
  one: Queued
  isDisabled: boolean
  onChange: (patch: Partial<Queued>) => void
  /** Null for the only one. */
  onDrop: (() => void) | null
}) {
  const { t, i18n } = useLingui()
  const picture = isPicture(one.file)
  const glance = useLocalPicture(picture ? one.file : null)
  const name = one.file.name
  return (
    <li>
      {glance ? (
        <img src={glance} alt="" className={styles.glance} />
      ) : (
        <span className={styles.sign}>
          <Icon name="file-text" />
        </span>
      )}
      <div className={styles.fields}>
        <Field
          label={t`Title`}
          value={one.title}
          onChange={(title) => onChange({ title })}
          maxLength={200}
          isDisabled={isDisabled}
        />
        {picture && (
          <Field
            label={t`What does it show?`}
            hint={t`One sentence, for those who cannot see it.`}
            value={one.altText}
            onChange={(altText) => onChange({ altText })}
            maxLength={300}
            isDisabled={isDisabled}
          />
        )}
        {one.state === "sending" && (
          <progress value={one.part} max={1} aria-label={t`${name} is being uploaded`} />
        )}
        {one.state === "done" && (
          <Tag kind="ok" icon="check-bold">
            <Trans>Uploaded</Trans>
          </Tag>
        )}
        {one.state === "refused" && (
          <p className={styles.bad} role="alert">
            {explain(i18n, one.refusal)}
          </p>
        )}
        {onDrop && !isDisabled && one.state !== "done" && (
          <Button look="quiet" size="small" icon="x" onPress={onDrop}>
            <Trans>Leave this one out</Trans>
          </Button>
        )}
      </div>
    </li>
  )
}

/** A link to a video at one of the three hosts. */
export function AddVideo({ event, onClose }: { event: Id; onClose: () => void }) {
  const { t, i18n } = useLingui()
  const queries = useQueryClient()
  const [url, setUrl] = useState("")
  const [title, setTitle] = useState("")
  const adding = useMutation({
    mutationFn: () => addVideo(event, { url: url.trim(), title: title.trim() }),
    onSuccess: (page) => {
      queries.setQueryData(eventQuery(event).queryKey, page)
      onClose()
    },
  })
  function submit(submitted: FormEvent) {
    submitted.preventDefault()
    adding.mutate()
  }
  return (
    <Dialog title={t`Add a video`} open onClose={onClose} wide>
      <form className={styles.fields} onSubmit={submit} noValidate>
        <Field
          label={t`Address of your video`}
          hint={t`At YouTube, Vimeo or Dailymotion. It must be public there, or nobody else can watch it.`}
          type="url"
          icon="link-simple"
          value={url}
          onChange={setUrl}
          error={adding.error ? explain(i18n, adding.error) : null}
          autoComplete="off"
          autoFocus
        />
        <Field label={t`Title`} value={title} onChange={setTitle} maxLength={200} />
        <DialogButtons>
          <Button
            look="main"
            type="submit"
            isPending={adding.isPending}
            isDisabled={!url.trim() || !title.trim()}
          >
            <Trans>Add</Trans>
          </Button>
          <Button onPress={onClose}>
            <Trans>Cancel</Trans>
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
