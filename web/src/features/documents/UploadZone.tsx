import { useLingui as useI18n } from "@lingui/react"
import { useLingui } from "@lingui/react/macro"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useEffect, useRef, useState } from "react"
import type { Id } from "../../live"
import { DropZone, IconButton, titleOfFile } from "../../ui"
import { documentsQuery, upload } from "./api"
import styles from "./documents.module.css"
import { explainDocument } from "./words"

/** What may be chosen at all; the server looks at the bytes. */
const PLAIN = ".pdf,.png,.jpg,.jpeg"
const OFFICE = ".pptx,.docx,.xlsx,.odp"

interface Sending {
  key: number
  name: string
  /** How much of it has left, from 0 to 1. */
  part: number
  refusal: unknown
}

let keys = 0

/** Where files are dropped or chosen. Each goes up by itself with a bar; what is refused says why. */
export function UploadZone({ conference }: { conference: Id }) {
  const { t } = useLingui()
  const { data } = useQuery(documentsQuery(conference))
  const { sending, send, forget } = useUploads(conference)
  const office = data?.office ?? true
  const most = data?.most_mb ?? 50
  return (
    <>
      {sending.length > 0 && (
        <ul className={styles.sending}>
          {sending.map((one) => (
            <Line key={one.key} one={one} onForget={() => forget(one)} />
          ))}
        </ul>
      )}
      <DropZone
        className={styles.drop}
        label={t`Choose files`}
        accept={office ? `${PLAIN},${OFFICE}` : PLAIN}
        onFiles={send}
      >
        {office ? t`PDF, PPTX, DOCX, XLSX, ODP, pictures` : t`PDF and pictures`}
        <small>
          {office
            ? t`Drop files here, up to ${most} MB each`
            : t`Office files cannot be converted here; upload a PDF. Up to ${most} MB each.`}
        </small>
      </DropZone>
    </>
  )
}

function Line({ one, onForget }: { one: Sending; onForget: () => void }) {
  const { t } = useLingui()
  const { i18n } = useI18n()
  const { name, part, refusal } = one
  return (
    <li>
      <div className={styles.about}>
        <b>
          <bdi>{name}</bdi>
        </b>
        {refusal ? (
          <small className={styles.bad} role="alert">
            {explainDocument(i18n, refusal)}
          </small>
        ) : (
          <progress value={part} max={1} aria-label={t`${name} is being uploaded`} />
        )}
      </div>
      <IconButton icon="x" label={refusal ? t`Close` : t`Stop uploading ${name}`} onPress={onForget} />
    </li>
  )
}

/** Files on their way, one after the other, and those that were refused until somebody has read why. */
function useUploads(conference: Id) {
  const queries = useQueryClient()
  const [sending, setSending] = useState<Sending[]>([])
  const turn = useRef(Promise.resolve())
  const running = useRef(new Map<number, () => void>())
  useEffect(
    () => () => {
      for (const stop of running.current.values()) stop()
    },
    [],
  )
  const change = (key: number, patch: Partial<Sending>) =>
    setSending((all) => all.map((one) => (one.key === key ? { ...one, ...patch } : one)))
  const remove = (key: number) => setSending((all) => all.filter((one) => one.key !== key))

  async function one(key: number, file: File) {
    // Let go of before its turn came.
    if (!running.current.has(key)) return
    const said = { title: titleOfFile(file.name), downloadable: false }
    const { done, stop } = upload(conference, file, said, (part) => change(key, { part }))
    running.current.set(key, stop)
    try {
      await done
      remove(key)
    } catch (refusal) {
      if (running.current.has(key)) change(key, { refusal })
    }
    running.current.delete(key)
    void queries.invalidateQueries({ queryKey: documentsQuery(conference).queryKey })
  }

  function send(files: Iterable<File>) {
    for (const file of files) {
      const key = ++keys
      running.current.set(key, () => undefined)
      setSending((all) => [...all, { key, name: file.name, part: 0, refusal: null }])
      turn.current = turn.current.then(() => one(key, file))
    }
  }

  function forget({ key }: Sending) {
    running.current.get(key)?.()
    running.current.delete(key)
    remove(key)
  }

  return { sending, send, forget }
}
