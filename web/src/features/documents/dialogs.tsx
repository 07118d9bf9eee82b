import { useLingui } from "@lingui/react/macro"
import { type FormEvent, useState } from "react"
import { Button, Field } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"

interface RenameProps {
  open: boolean
  title: string
  onClose: () => void
  onRename: (title: string) => Promise<boolean>
}

export function RenameDialog({ open, title, onClose, onRename }: RenameProps) {
  const { t } = useLingui()
  const [written, setWritten] = useState(title)
  async function rename(event: FormEvent) {
    event.preventDefault()
    if (await onRename(written)) onClose()
  }
  return (
    <Dialog title={t`Rename the document`} open={open} onClose={onClose}>
      <form onSubmit={(event) => void rename(event)}>
        <Field label={t`Title`} value={written} onChange={setWritten} maxLength={200} autoFocus />
        <DialogButtons>
          <Button look="main" type="submit" isDisabled={!written.trim()}>
            {t`Rename`}
          </Button>
          <Button onPress={onClose}>{t`Cancel`}</Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}

interface DeleteProps {
  open: boolean
  title: string
  onClose: () => void
  onDelete: () => Promise<boolean>
}

export function DeleteDialog({ open, title, onClose, onDelete }: DeleteProps) {
  const { t } = useLingui()
  return (
    <Dialog title={t`Delete the document?`} open={open} onClose={onClose} role="alertdialog">
      <p>{t`“${title}” is deleted with all its pages and everything drawn on them.`}</p>
      <DialogButtons>
        <Button onPress={onClose}>{t`Keep it`}</Button>
        <Button look="stop" icon="trash" onPress={() => void onDelete().then((done) => done && onClose())}>
          {t`Delete`}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
