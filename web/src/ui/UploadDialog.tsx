import { plural } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react"
import type { Upload } from "../live"
import { Button } from "./Button"
import { Dialog, DialogButtons } from "./Dialog"
import { explain } from "./explain"
import { Field } from "./Field"
import { titleOfFile, useLocalPicture } from "./files"
import { Icon } from "./Icon"
import { Tag } from "./Tag"
import { toasts } from "./toasts"
import styles from "./UploadDialog.module.css"

/** A file that somebody chose: `waiting → sending → done | refused`; a refused one may wait again. */
export interface QueuedFile {
  readonly key: number
  readonly file: File
  readonly title: string
  readonly altText: string
  readonly state: "waiting" | "sending" | "done" | "refused"
  /** How much of it has left, from 0 to 1. */
  readonly part: number
  readonly refusal: unknown
}

const queued = (file: File, key: number): QueuedFile => ({
  key,
  file,
  title: titleOfFile(file.name),
  altText: "",
  state: "waiting",
  part: 0,
  refusal: null,
})

export interface UploadDialogProps {
  title: string
  files: readonly File[]
  /** Whether it is a picture, which is shown and described in words. */
  isPicture: (file: File) => boolean
  upload: (one: QueuedFile, onPart: (part: number) => void) => Upload<unknown>
  /** When the last of them is sent, and when it is closed before. */
  onSent?: () => void
  onClose: () => void
  /** What is asked of all of them together. */
  children?: ReactNode
}

/** What each file is called and shows, then one after the other with a bar; what is refused says why and may be tried again. */
export function UploadDialog({
  title,
  files,
  isPicture,
  upload,
  onSent,
  onClose,
  children,
}: UploadDialogProps) {
  const [list, setList] = useState(() => files.map(queued))
  const [busy, setBusy] = useState(false)
  const running = useRef<(() => void) | null>(null)
  const left = list.filter((one) => one.state !== "done")
  const change = (key: number, patch: Partial<QueuedFile>) =>
    setList((all) => all.map((one) => (one.key === key ? { ...one, ...patch } : one)))

  async function send(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    let refused = 0
    for (const one of left) {
      change(one.key, { state: "sending", part: 0, refusal: null })
      const sending = upload(one, (part) => change(one.key, { part }))
      running.current = sending.stop
      try {
        await sending.done
        change(one.key, { state: "done", part: 1 })
      } catch (refusal) {
        refused += 1
        change(one.key, { state: "refused", refusal })
      }
      if (running.current === null) return
    }
    setBusy(false)
    onSent?.()
    if (refused > 0) return
    toasts.say(plural(left.length, { one: "# file is uploaded", other: "# files are uploaded" }))
    onClose()
  }

  function close() {
    const stop = running.current
    running.current = null
    stop?.()
    onSent?.()
    onClose()
  }

  return (
    <Dialog title={title} open onClose={close} role="alertdialog" wide>
      <form className={styles.fields} onSubmit={(event) => void send(event)}>
        <ul className={styles.queue}>
          {list.map((one) => (
            <Line
              key={one.key}
              one={one}
              isPicture={isPicture(one.file)}
              isDisabled={busy}
              onChange={(patch) => change(one.key, patch)}
              onDrop={list.length > 1 ? () => setList(list.filter(({ key }) => key !== one.key)) : null}
            />
          ))}
        </ul>
        {children}
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

interface LineProps {
  one: QueuedFile
  isPicture: boolean
  isDisabled: boolean
  onChange: (patch: Partial<QueuedFile>) => void
  /** Null for the only one. */
  onDrop: (() => void) | null
}

function Line({ one, isPicture, isDisabled, onChange, onDrop }: LineProps) {
  const { t, i18n } = useLingui()
  const glance = useLocalPicture(isPicture ? one.file : null)
  const name = one.file.name
  const item = useRef<HTMLLIElement>(null)
  useEffect(() => {
    // In a long list it may stand out of sight.
    if (one.state === "refused") item.current?.scrollIntoView({ block: "nearest" })
  }, [one.state])
  return (
    <li ref={item}>
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
        {isPicture && (
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
