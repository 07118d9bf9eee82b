import { Trans, useLingui } from "@lingui/react/macro"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import type { Id } from "../../live"
import { Button, isPicture, isVideo, VideoFields } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { type QueuedFile, UploadDialog } from "../../ui/UploadDialog"
import { addMaterial, addVideo, eventQuery } from "./api"
import styles from "./Materials.module.css"

/** What each is called and shows; then they go up one after the other. */
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
  function upload({ file, title, altText }: QueuedFile, onPart: (part: number) => void) {
    const kind = isPicture(file) ? "image" : isVideo(file) ? "video" : "file"
    const said = { kind, title: title.trim(), alt_text: altText.trim() } as const
    const { done, stop } = addMaterial(event, file, said, onPart)
    return { done: done.then((page) => queries.setQueryData(eventQuery(event).queryKey, page)), stop }
  }
  return (
    <UploadDialog
      title={t`Add to the page of the event`}
      files={files}
      isPicture={isPicture}
      upload={upload}
      onClose={onClose}
    />
  )
}

/** A link to a video at one of the three hosts. */
export function AddVideo({ event, onClose }: { event: Id; onClose: () => void }) {
  const { t } = useLingui()
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
    <Dialog title={t`Link a video`} open onClose={onClose} wide>
      <form className={styles.fields} onSubmit={submit} noValidate>
        <VideoFields url={url} title={title} onUrl={setUrl} onTitle={setTitle} refusal={adding.error} />
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
