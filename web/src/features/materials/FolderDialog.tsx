import { useLingui } from "@lingui/react/macro"
import { useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import type { Folder, Id, Section } from "../../live"
import { Button, explain, Field, toasts } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { createFolder, renameFolder, renew } from "./api"
import { useSectionWords } from "./words"

export interface FolderDialogProps {
  space: Id
  section: Section
  onClose: () => void
  onMade: (folder: Folder) => void
}

/** A name, and "Save". */
export function FolderDialog({ space, section, onClose, onMade }: FolderDialogProps) {
  const words = useSectionWords()[section]
  const queries = useQueryClient()

  async function create(name: string) {
    const made = await createFolder(space, { section, name })
    renew(queries, space)
    onClose()
    onMade(made)
  }

  return (
    <Dialog title={words.create} open onClose={onClose}>
      <NameForm label={words.label} onSave={create} onClose={onClose} />
    </Dialog>
  )
}

export interface RenameDialogProps {
  space: Id
  folder: Folder
  onClose: () => void
}

/** Another name, which can be taken back. */
export function RenameDialog({ space, folder, onClose }: RenameDialogProps) {
  const { t, i18n } = useLingui()
  const words = useSectionWords()[folder.section]
  const queries = useQueryClient()
  const { id, name: before } = folder

  async function rename(name: string) {
    await renameFolder(space, id, name)
    renew(queries, space)
    onClose()
    toasts.say(t`It is called ${name} now.`, { action: { label: t`Undo`, run: () => void back() } })
  }

  async function back() {
    try {
      await renameFolder(space, id, before)
      renew(queries, space)
      toasts.say(t`Undone.`)
    } catch (error) {
      toasts.say(explain(i18n, error), { kind: "bad" })
    }
  }

  return (
    <Dialog title={words.rename} open onClose={onClose}>
      <NameForm label={words.label} name={before} onSave={rename} onClose={onClose} />
    </Dialog>
  )
}

interface NameFormProps {
  label: string
  name?: string
  onSave: (name: string) => Promise<void>
  onClose: () => void
}

function NameForm({ label, name: before = "", onSave, onClose }: NameFormProps) {
  const { t, i18n } = useLingui()
  const [name, setName] = useState(before)
  const [problem, setProblem] = useState<unknown>(null)

  async function save(event: FormEvent) {
    event.preventDefault()
    try {
      await onSave(name)
    } catch (error) {
      setProblem(error)
    }
  }

  return (
    <form onSubmit={(event) => void save(event)}>
      <Field
        label={label}
        value={name}
        onChange={setName}
        maxLength={80}
        error={problem === null ? null : explain(i18n, problem)}
        autoFocus
      />
      <DialogButtons>
        <Button look="main" type="submit" isDisabled={!name.trim() || name === before}>{t`Save`}</Button>
        <Button onPress={onClose}>{t`Cancel`}</Button>
      </DialogButtons>
    </form>
  )
}
