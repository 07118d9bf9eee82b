import { useLingui } from "@lingui/react/macro"
import { useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import type { Folder } from "../../live"
import { UploadDialog as Uploading } from "../../ui/UploadDialog"
import { useSpace } from "../spaces"
import { renew, upload } from "./api"
import { CommonFields, OWN } from "./Common"

export interface UploadDialogProps {
  folder: Folder
  files: readonly File[]
  onClose: () => void
}

/** What each file of a folder is called and shows, and what is asked of all of them. */
export function UploadDialog({ folder, files, onClose }: UploadDialogProps) {
  const { t } = useLingui()
  const space = useSpace()
  const queries = useQueryClient()
  const [common, setCommon] = useState(OWN)
  const name = folder.name
  return (
    <Uploading
      title={t`Upload to ${name}`}
      files={files}
      isPicture={() => folder.section === "images"}
      upload={({ file, title, altText }, onPart) =>
        upload(space.id, file, { folder: folder.id, title, alt_text: altText, ...common }, onPart)
      }
      onSent={() => renew(queries, space.id)}
      onClose={onClose}
    >
      <CommonFields common={common} onChange={setCommon} />
    </Uploading>
  )
}
