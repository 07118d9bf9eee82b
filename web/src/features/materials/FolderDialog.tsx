import { useLingui } from "@lingui/react/macro"
import { useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import type { Folder, Id, Section } from "../../live"
import { Button, explain, Field } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { createFolder, renew } from "./api"
import { useSectionWords } from "./words"

export interface FolderDialogProps {
  space: Id
  section: Section
  onClose: () => void
  onMade: (folder: Folder) => void
}

/** A name, and "Save". */
export function FolderDialog({ space, section, onClose, onMade }: FolderDialogProps) {
  const { t, i18n } = useLingui()
  const words = useSectionWords()[section]
  const queries = useQueryClient()
  const [name, setName] = useState("")
  const [problem, setProblem] = useState<unknown>(null)

  async function save(event: FormEvent) {
    event.preventDefault()
    try {
      const made = await createFolder(space, { section, name })
      renew(queries, space)
      onClose()
      onMade(made)
    } catch (error) {
      setProblem(error)
    }
  }

  return (
    <Dialog title={words.create} open onClose={onClose}>
      <form onSubmit={(event) => void save(event)}>
        <Field
          label={words.label}
          value={name}
          onChange={setName}
          maxLength={80}
          error={problem === null ? null : explain(i18n, problem)}
          autoFocus
        />
        <DialogButtons>
          <Button look="main" type="submit" isDisabled={!name.trim()}>{t`Save`}</Button>
          <Button onPress={onClose}>{t`Cancel`}</Button>
        </DialogButtons>
      </form>
    </Dialog>
  )
}
