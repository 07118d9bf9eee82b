import { Trans, useLingui } from "@lingui/react/macro"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import type { Folder } from "../../live"
import { Button, VideoFields } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { useSpace } from "../spaces"
import { addVideo, renew } from "./api"
import { CommonFields, OWN } from "./Common"
import styles from "./materials.module.css"

export interface VideoDialogProps {
  folder: Folder
  onClose: () => void
}

/** A link to a video at one of the three hosts; whether it is public is the host's to say. */
export function VideoDialog({ folder, onClose }: VideoDialogProps) {
  const { t } = useLingui()
  const space = useSpace()
  const queries = useQueryClient()
  const [url, setUrl] = useState("")
  const [title, setTitle] = useState("")
  const [common, setCommon] = useState(OWN)
  const name = folder.name
  const save = useMutation({
    mutationFn: () => addVideo(space.id, { folder: folder.id, url: url.trim(), title, ...common }),
    onSuccess: () => {
      renew(queries, space.id)
      onClose()
    },
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    save.mutate()
  }

  return (
    <Dialog title={t`Add a video to ${name}`} open onClose={onClose} wide>
      <form className={styles.fields} onSubmit={submit} noValidate>
        <VideoFields url={url} title={title} onUrl={setUrl} onTitle={setTitle} refusal={save.error} />
        <CommonFields common={common} onChange={setCommon} />
        <DialogButtons>
          <Button
            look="main"
            type="submit"
            iconEnd="arrow-right"
            isPending={save.isPending}
            isDisabled={!url.trim() || !title.trim()}
          >
            <Trans>Add to the folder</Trans>
          </Button>
          <Button onPress={onClose}>
            <Trans>Cancel</Trans>
          </Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
