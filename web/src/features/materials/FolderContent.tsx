import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { useInfiniteQuery } from "@tanstack/react-query"
import { useState } from "react"
import { Link } from "react-router"
import type { Folder, Id, Material } from "../../live"
import {
  Button,
  Check,
  DropZone,
  Empty,
  explain,
  Icon,
  PAPERS,
  PICTURES,
  pictureOf,
  Skeleton,
  signOf,
  sizeText,
  Toggle,
  useZone,
} from "../../ui"
import { kindText } from "../../ui/MaterialCard"
import { dateText, wall } from "../../ui/time"
import { useSpace } from "../spaces"
import { materialAddress, sectionAddress } from "./addresses"
import { materialsQuery } from "./api"
import { FolderTools } from "./FolderTools"
import { MoveDialog } from "./MoveDialog"
import styles from "./materials.module.css"
import { UploadDialog } from "./UploadDialog"
import { VideoDialog } from "./VideoDialog"
import { useSectionWords } from "./words"

const MOST_AT_ONCE = 100

export interface FolderContentProps {
  folder: Folder
  mayAdd: boolean
}

/** What is in an album or a folder, and the ways to add to it. */
export function FolderContent({ folder, mayAdd }: FolderContentProps) {
  const { t, i18n } = useLingui()
  const space = useSpace()
  const words = useSectionWords()[folder.section]
  const list = useInfiniteQuery(materialsQuery(space.id, { folder: folder.id }))
  const materials = list.data?.pages.flatMap((page) => page.materials)
  return (
    <>
      <div className={styles.folderHead}>
        <Link to={sectionAddress(space.slug, folder.section)} className={styles.back}>
          <Icon name="arrow-left" />
          {words.all}
        </Link>
        <h3>
          <bdi>{folder.name}</bdi>
        </h3>
        <FolderTools folder={folder} />
      </div>
      {mayAdd && <Adding folder={folder} />}
      {list.error && <Empty title={explain(i18n, list.error)} />}
      {!materials && !list.error && <Skeleton lines={5} pictures />}
      {materials?.length === 0 && <Empty title={words.empty} />}
      {materials && materials.length > 0 && <Content folder={folder} materials={materials} />}
      {list.hasNextPage && (
        <div className={styles.more}>
          <Button isPending={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
            {t`Show more`}
          </Button>
        </div>
      )}
    </>
  )
}

interface ContentProps {
  folder: Folder
  materials: readonly Material[]
}

/** To look at, or to choose some and move them together. */
function Content({ folder, materials }: ContentProps) {
  const { t } = useLingui()
  const [choosing, setChoosing] = useState(false)
  const [moving, setMoving] = useState(false)
  const [marked, setMarked] = useState<ReadonlySet<Id>>(new Set())
  const chosen = materials.filter((one) => one.may_move && marked.has(one.id))
  const mark = (id: Id, on: boolean) =>
    setMarked((all) => new Set(on ? [...all, id] : [...all].filter((one) => one !== id)))
  const stop = () => {
    setChoosing(false)
    setMarked(new Set())
  }
  return (
    <>
      {materials.some((one) => one.may_move) && (
        <div className={styles.choosing}>
          <Toggle isSelected={choosing} onChange={(on) => (on ? setChoosing(true) : stop())}>
            {t`Choose several`}
          </Toggle>
          {choosing && (
            <Button
              look="main"
              icon="folder-simple"
              isDisabled={chosen.length === 0 || chosen.length > MOST_AT_ONCE}
              onPress={() => setMoving(true)}
            >
              <Plural value={chosen.length} _0="Move" one="Move # thing" other="Move # things" />
            </Button>
          )}
        </div>
      )}
      <ul className={folder.section === "images" ? styles.images : styles.rows}>
        {materials.map((one) => (
          <li key={one.id}>
            {choosing ? (
              <Check
                isSelected={marked.has(one.id)}
                isDisabled={!one.may_move}
                onChange={(on) => mark(one.id, on)}
              >
                <Looks one={one} />
              </Check>
            ) : (
              <Looks one={one} linked />
            )}
          </li>
        ))}
      </ul>
      {moving && (
        <MoveDialog
          section={folder.section}
          from={folder.id}
          materials={chosen.map((one) => one.id)}
          onClose={() => setMoving(false)}
          onMoved={stop}
        />
      )}
    </>
  )
}

/** One of them in its list: an image with its title, or a line. */
function Looks({ one, linked = false }: { one: Material; linked?: boolean }) {
  const space = useSpace()
  const to = materialAddress(space.slug, one.id)
  if (one.kind !== "image") return <Row one={one} to={linked ? to : null} />
  const picture = (
    <>
      <img src={pictureOf(space.id, one.id, "thumbnail")} alt={one.alt_text} loading="lazy" />
      <span dir="auto">{one.title}</span>
    </>
  )
  return linked ? <Link to={to}>{picture}</Link> : <span className={styles.picture}>{picture}</span>
}

function Row({ one, to }: { one: Material; to: string | null }) {
  const { i18n } = useLingui()
  const zone = useZone()
  const [name, day] = [one.owner.name, dateText(i18n, wall(one.created_at, zone))]
  return (
    <span className={styles.line}>
      <Icon name={signOf(one)} className={styles.sign} />
      <span className={styles.row}>
        {to ? (
          <Link to={to} dir="auto">
            {one.title}
          </Link>
        ) : (
          <b dir="auto">{one.title}</b>
        )}
        <small>
          {kindText(i18n, one)}
          {one.size !== null && ` · ${sizeText(one.size, i18n.locale)}`}
          {" · "}
          <Trans>
            <bdi>{name}</bdi>, {day}
          </Trans>
        </small>
      </span>
    </span>
  )
}

/** Drag files here, press a button, or (for videos) paste a link. */
function Adding({ folder }: { folder: Folder }) {
  const { t } = useLingui()
  const [files, setFiles] = useState<readonly File[]>([])
  const [linking, setLinking] = useState(false)
  if (folder.section === "videos")
    return (
      <div className={styles.tools}>
        <Button look="main" icon="plus-bold" onPress={() => setLinking(true)}>{t`Add videos`}</Button>
        {linking && <VideoDialog folder={folder} onClose={() => setLinking(false)} />}
      </div>
    )

  return (
    <>
      <DropZone
        isMain
        className={styles.drop}
        label={folder.section === "images" ? t`Upload images` : t`Upload files`}
        accept={folder.section === "images" ? PICTURES : PAPERS}
        onFiles={setFiles}
      >
        {folder.section === "images" ? (
          <Trans>Drag images here: PNG, JPEG or WebP.</Trans>
        ) : (
          <Trans>Drag files here: Word, PowerPoint, Excel, OpenDocument or PDF.</Trans>
        )}
      </DropZone>
      {files.length > 0 && <UploadDialog folder={folder} files={files} onClose={() => setFiles([])} />}
    </>
  )
}
