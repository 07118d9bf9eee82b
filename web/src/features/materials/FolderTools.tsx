import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { useNavigate } from "react-router"
import type { Folder } from "../../live"
import { Button, explain, toasts } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { useSpace } from "../spaces"
import { sectionAddress } from "./addresses"
import { deleteFolder, renew } from "./api"
import { RenameDialog } from "./FolderDialog"
import styles from "./materials.module.css"
import { useSectionWords } from "./words"

/** What one may do with an album or a folder itself. */
export function FolderTools({ folder }: { folder: Folder }) {
  const { t } = useLingui()
  const space = useSpace()
  const [renaming, setRenaming] = useState(false)
  if (!folder.may_rename && !folder.may_delete) return null
  return (
    <div className={styles.acts}>
      {folder.may_rename && (
        <Button size="small" icon="pencil-simple" onPress={() => setRenaming(true)}>{t`Rename`}</Button>
      )}
      {folder.may_delete && <Deleting folder={folder} />}
      {renaming && <RenameDialog space={space.id} folder={folder} onClose={() => setRenaming(false)} />}
    </div>
  )
}

function Deleting({ folder }: { folder: Folder }) {
  const { t, i18n } = useLingui()
  const space = useSpace()
  const words = useSectionWords()[folder.section]
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [asking, setAsking] = useState(false)
  const { materials } = folder

  async function remove() {
    setAsking(false)
    try {
      await deleteFolder(space.id, folder.id, materials)
      queries.removeQueries({ queryKey: ["material", space.id] })
      await navigate(sectionAddress(space.slug, folder.section), { replace: true })
    } catch (error) {
      toasts.say(explain(i18n, error), { kind: "bad" })
    }
    renew(queries, space.id)
  }

  return (
    <>
      <Button look="stop-line" size="small" icon="trash" onPress={() => setAsking(true)}>{t`Delete`}</Button>
      <Dialog title={words.remove} open={asking} onClose={() => setAsking(false)} role="alertdialog">
        {materials === 0 ? (
          <p>
            <Trans>It is empty.</Trans>
          </p>
        ) : (
          <p>
            {folder.section === "images" ? (
              <Plural value={materials} one="# image goes with it." other="# images go with it." />
            ) : folder.section === "videos" ? (
              <Plural value={materials} one="# video goes with it." other="# videos go with it." />
            ) : (
              <Plural value={materials} one="# file goes with it." other="# files go with it." />
            )}{" "}
            <Trans>
              Messages that link them will say that they are no longer there. It cannot be brought back.
            </Trans>
          </p>
        )}
        <DialogButtons>
          <Button autoFocus onPress={() => setAsking(false)}>{t`Keep it`}</Button>
          <Button look="stop" onPress={() => void remove()}>{t`Delete`}</Button>
        </DialogButtons>
      </Dialog>
    </>
  )
}
