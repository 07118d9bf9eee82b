import { plural } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useEffect, useRef, useState } from "react"
import type { Folder } from "../../live"
import { Button, explain, Field, Icon, Tag, toasts } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { useSpace } from "../spaces"
import { renew, upload } from "./api"
import { CommonFields, OWN } from "./Common"
import styles from "./materials.module.css"
import { described, type Queued, queued } from "./queue"

export interface UploadDialogProps {
  folder: Folder
  files: readonly File[]
  onClose: () => void
}

/** What each file is called and shows, then one after the other with a bar; what is refused says why and may be tried again. */
export function UploadDialog({ folder, files, onClose }: UploadDialogProps) {
  const { t } = useLingui()
  const space = useSpace()
  const queries = useQueryClient()
  const [list, setList] = useState(() => queued(files))
  const [common, setCommon] = useState(OWN)
  const [busy, setBusy] = useState(false)
  const running = useRef<(() => void) | null>(null)
  const name = folder.name
  const left = list.filter((one) => one.state !== "done")

  const change = (key: number, patch: Partial<Queued>) =>
    setList((all) => all.map((one) => (one.key === key ? { ...one, ...patch } : one)))

  async function send(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    let refused = 0
    for (const one of left) {
      change(one.key, { state: "sending", part: 0, refusal: null })
      const sending = upload(space.id, one.file, described(one, folder.id, common), (part) =>
        change(one.key, { part }),
      )
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
    renew(queries, space.id)
    if (refused > 0) return
    toasts.say(plural(left.length, { one: "# file is uploaded", other: "# files are uploaded" }))
    onClose()
  }

  function close() {
    const stop = running.current
    running.current = null
    stop?.()
    renew(queries, space.id)
    onClose()
  }

  return (
    <Dialog title={t`Upload to ${name}`} open onClose={close} role="alertdialog" wide>
      <form className={styles.fields} onSubmit={(event) => void send(event)}>
        <ul className={styles.queue}>
          {list.map((one) => (
            <Line
              key={one.key}
              one={one}
              isImage={folder.section === "images"}
              isDisabled={busy}
              onChange={(patch) => change(one.key, patch)}
              onDrop={list.length > 1 ? () => setList(list.filter(({ key }) => key !== one.key)) : null}
            />
          ))}
        </ul>
        <CommonFields common={common} onChange={setCommon} />
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
  one: Queued
  isImage: boolean
  isDisabled: boolean
  onChange: (patch: Partial<Queued>) => void
  /** Null for the only one. */
  onDrop: (() => void) | null
}

function Line({ one, isImage, isDisabled, onChange, onDrop }: LineProps) {
  const { t, i18n } = useLingui()
  const name = one.file.name
  return (
    <li>
      {isImage ? <Glance file={one.file} /> : <Icon name="file-text" className={styles.sign} />}
      <div className={styles.fields}>
        <Field
          label={t`Title`}
          value={one.title}
          onChange={(title) => onChange({ title })}
          maxLength={200}
          isDisabled={isDisabled}
        />
        {isImage && (
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

/** The image as it is on this device, so that one sees what one describes. */
function Glance({ file }: { file: File }) {
  const [address, setAddress] = useState("")
  useEffect(() => {
    const made = URL.createObjectURL(file)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [file])
  return address ? <img src={address} alt="" className={styles.glance} /> : null
}
