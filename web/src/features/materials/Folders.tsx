import { Plural, useLingui } from "@lingui/react/macro"
import { useQueryClient } from "@tanstack/react-query"
import { useLayoutEffect, useRef, useState } from "react"
import { Link, useNavigate } from "react-router"
import type { Folder, Id, Section } from "../../live"
import { Button, Empty, explain, Icon, IconButton, pictureOf, Toggle, toasts } from "../../ui"
import { useSpace } from "../spaces"
import { sectionAddress } from "./addresses"
import { moveFolder, renew } from "./api"
import { FolderDialog } from "./FolderDialog"
import styles from "./materials.module.css"
import { type Step, stepped } from "./order"
import { useSectionWords } from "./words"

export interface FoldersProps {
  folders: readonly Folder[]
  section: Section
  mayCreate: boolean
  mayAdd: boolean
}

/** The albums or folders of a section; without one nothing can be added. */
export function Folders({ folders, section, mayCreate, mayAdd }: FoldersProps) {
  const { t } = useLingui()
  const space = useSpace()
  const navigate = useNavigate()
  const words = useSectionWords()[section]
  const [naming, setNaming] = useState(false)
  const [ordering, setOrdering] = useState(false)
  const none = folders.length === 0
  const create = mayCreate && (
    <Button look={none ? "main" : "plain"} icon="folder-plus" onPress={() => setNaming(true)}>
      {words.create}
    </Button>
  )
  const order = folders.length > 1 && folders.some((one) => one.may_rename) && (
    <Toggle isSelected={ordering} onChange={setOrdering}>{t`Change the order`}</Toggle>
  )
  return (
    <>
      {none && (
        <Empty title={words.none} action={create || undefined}>
          {mayAdd ? words.first : t`Teachers and pupil administrators can add something.`}
        </Empty>
      )}
      {!none && (create || order) && (
        <div className={styles.tools}>
          {create}
          {order}
        </div>
      )}
      {!none && (ordering ? <Ordering folders={folders} /> : <Shelf folders={folders} />)}
      {naming && (
        <FolderDialog
          space={space.id}
          section={section}
          onClose={() => setNaming(false)}
          onMade={(made) => navigate(sectionAddress(space.slug, section, made.id))}
        />
      )}
    </>
  )
}

function Shelf({ folders }: { folders: readonly Folder[] }) {
  const space = useSpace()
  return (
    <ul className={styles.folders}>
      {folders.map((folder) => (
        <li key={folder.id}>
          <Link to={sectionAddress(space.slug, folder.section, folder.id)}>
            <Cover folder={folder} />
            <b dir="auto">{folder.name}</b>
            <small>
              <Count folder={folder} />
            </small>
          </Link>
        </li>
      ))}
    </ul>
  )
}

function Count({ folder: { section, materials } }: { folder: Folder }) {
  if (section === "images") return <Plural value={materials} one="# image" other="# images" />
  if (section === "videos") return <Plural value={materials} one="# video" other="# videos" />
  return <Plural value={materials} one="# file" other="# files" />
}

/** Each by two buttons: as easy with the keyboard as by touch. */
function Ordering({ folders }: { folders: readonly Folder[] }) {
  const { t, i18n } = useLingui()
  const space = useSpace()
  const queries = useQueryClient()
  const list = useRef<HTMLOListElement>(null)
  const pressed = useRef<{ id: Id; by: Step } | null>(null)
  const said = useRef(0)

  // Who moved is a row further on: so is the focus, at the end on the button that still does something.
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each new order
  useLayoutEffect(() => {
    const { id, by } = pressed.current ?? {}
    const buttons = [...(list.current?.querySelectorAll<HTMLButtonElement>(`[data-of="${id}"]`) ?? [])]
    const last = buttons.find((one) => one.dataset.by === String(by) && !one.disabled)
    ;(last ?? buttons.find((one) => !one.disabled))?.focus()
    pressed.current = null
  }, [folders])

  async function put(folder: Folder, before: Id | null, words: string, back?: Id | null) {
    try {
      await moveFolder(space.id, folder.id, before)
      toasts.dismiss(said.current)
      const undo = { label: t`Undo`, run: () => void put(folder, back ?? null, t`Undone.`) }
      said.current = toasts.say(words, back === undefined ? {} : { action: undo })
    } catch (error) {
      toasts.say(explain(i18n, error), { kind: "bad" })
    }
    renew(queries, space.id)
  }

  function step(folder: Folder, by: Step) {
    const place = folders.indexOf(folder)
    const { before, back } = stepped(folders, place, by)
    const [name, now, number] = [folder.name, place + by + 1, folders.length]
    pressed.current = { id: folder.id, by }
    void put(folder, before, t`${name} is number ${now} of ${number} now.`, back)
  }

  return (
    <ol className={styles.rows} ref={list}>
      {folders.map((folder, place) => {
        const name = folder.name
        return (
          <li key={folder.id}>
            <Icon name={signOf(folder)} className={styles.sign} />
            <b className={styles.row} dir="auto">
              {name}
            </b>
            {folder.may_rename && (
              <span className={styles.steps}>
                <IconButton
                  icon="arrow-up"
                  label={t`Move ${name} up`}
                  data-of={folder.id}
                  data-by="-1"
                  isDisabled={place === 0}
                  onPress={() => step(folder, -1)}
                />
                <IconButton
                  icon="arrow-down"
                  label={t`Move ${name} down`}
                  data-of={folder.id}
                  data-by="1"
                  isDisabled={place === folders.length - 1}
                  onPress={() => step(folder, 1)}
                />
              </span>
            )}
          </li>
        )
      })}
    </ol>
  )
}

const signOf = ({ section }: Folder) => (section === "images" ? "images-square" : "folder-simple")

function Cover({ folder }: { folder: Folder }) {
  const space = useSpace()
  return (
    <span className={styles.cover}>
      {folder.cover ? (
        <img src={pictureOf(space.id, folder.cover, "thumbnail")} alt="" loading="lazy" />
      ) : (
        <Icon name={signOf(folder)} />
      )}
    </span>
  )
}
