import { plural } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import type { Folder, Id, Section } from "../../live"
import { Button, Empty, explain, Select, toasts } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { useSpace } from "../spaces"
import { foldersQuery, moveMaterials, renew } from "./api"
import { useSectionWords } from "./words"

export interface MoveDialogProps {
  section: Section
  /** Where they lie now. */
  from: Id
  materials: readonly Id[]
  onClose: () => void
  onMoved?: () => void
}

/** Into which other album or folder they go; one step brings them back. */
export function MoveDialog({ section, from, materials, onClose, onMoved }: MoveDialogProps) {
  const space = useSpace()
  const words = useSectionWords()[section]
  const { data } = useQuery(foldersQuery(space.id))
  const others = data?.folders.filter((one) => one.section === section && one.id !== from) ?? []
  return (
    <Dialog title={words.move} open onClose={onClose}>
      {others.length === 0 ? (
        <Empty title={words.nowhere} />
      ) : (
        <Where {...{ folders: others, from, materials, onClose, onMoved }} />
      )}
    </Dialog>
  )
}

interface WhereProps extends Omit<MoveDialogProps, "section"> {
  folders: readonly Folder[]
}

function Where({ folders, from, materials, onClose, onMoved }: WhereProps) {
  const { t, i18n } = useLingui()
  const space = useSpace()
  const queries = useQueryClient()
  const [folder, setFolder] = useState(folders[0]?.id ?? "")
  const name = folders.find((one) => one.id === folder)?.name ?? ""
  const number = materials.length

  async function put(into: Id, said: string, undo: boolean) {
    try {
      await moveMaterials(space.id, materials, into)
      const back = () => void put(from, t`Undone.`, false)
      toasts.say(said, undo ? { action: { label: t`Undo`, run: back } } : {})
    } catch (error) {
      toasts.say(explain(i18n, error), { kind: "bad" })
    }
    renew(queries, space.id)
  }

  async function move(event: FormEvent) {
    event.preventDefault()
    onClose()
    await put(folder, plural(number, { one: `Moved to ${name}.`, other: `# things moved to ${name}.` }), true)
    onMoved?.()
  }

  return (
    <form onSubmit={(event) => void move(event)}>
      <Select
        label={t`Where to?`}
        value={folder}
        onChange={setFolder}
        options={folders.map((one) => ({ value: one.id, label: one.name }))}
      />
      <DialogButtons>
        <Button look="main" type="submit">{t`Move`}</Button>
        <Button onPress={onClose}>{t`Cancel`}</Button>
      </DialogButtons>
    </form>
  )
}
