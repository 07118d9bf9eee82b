import { useLingui } from "@lingui/react/macro"
import type { Id, Slides } from "../../live"
import { Button } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { DocumentList } from "./DocumentList"
import { UploadZone } from "./UploadZone"

export interface DocumentsDialogProps {
  conference: Id
  slides: Slides | null
  /** Whether the reader is in the conference, and may put one on stage. */
  inside: boolean
  open: boolean
  onClose: () => void
}

/** All documents of a conference over its page: to prepare them, and to put one on stage. */
export function DocumentsDialog({ conference, slides, inside, open, onClose }: DocumentsDialogProps) {
  const { t } = useLingui()
  return (
    <Dialog title={t`Documents`} open={open} onClose={onClose} wide>
      {/* Above what is still being fetched: nothing moves under the finger that presses it. */}
      <UploadZone conference={conference} />
      <DocumentList conference={conference} slides={slides} onShown={inside ? onClose : null} />
      <DialogButtons>
        <Button look="main" onPress={onClose}>
          {t`Done`}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
