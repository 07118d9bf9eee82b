import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { Link, useNavigate, useParams } from "react-router"
import type { Folder, Section } from "../../live"
import { Button, Empty, explain, Icon, NavTabs, pictureOf, Skeleton } from "../../ui"
import card from "../../ui/Card.module.css"
import { useTitle } from "../../ui/useTitle"
import { spaceQuery, useSpace } from "../spaces"
import { isSection, SECTIONS, sectionAddress } from "./addresses"
import { foldersQuery } from "./api"
import { FolderContent } from "./FolderContent"
import { FolderDialog } from "./FolderDialog"
import styles from "./materials.module.css"
import { useSectionWords } from "./words"

/** Images in albums, videos and files in folders. */
export function MaterialsPage() {
  const { t, i18n } = useLingui()
  const space = useSpace()
  const words = useSectionWords()
  const { section: named, folder: chosen } = useParams()
  const section = isSection(named) ? named : "images"
  const { data: home } = useQuery(spaceQuery(space.id))
  const { data, error } = useQuery(foldersQuery(space.id))
  const may = home?.may ?? []
  const folders = data?.folders.filter((one) => one.section === section)
  const folder = chosen ? folders?.find((one) => one.id === chosen) : undefined
  useTitle(`${folder?.name ?? words[section].name} · ${space.title}`)
  return (
    <section className={card.card} aria-labelledby="materials">
      <h2 id="materials" className="sr">
        <Trans>Materials</Trans>
      </h2>
      <div className={styles.sections}>
        <NavTabs
          label={t`Materials`}
          tabs={SECTIONS.map((one) => ({
            to: sectionAddress(space.slug, one),
            label: words[one].name,
            current: one === section,
          }))}
        />
      </div>
      {error && <Empty title={explain(i18n, error)} />}
      {!folders && !error && <Skeleton lines={5} pictures />}
      {folders && !chosen && (
        <Folders
          folders={folders}
          section={section}
          mayCreate={may.includes("FOLDER_CREATE")}
          mayAdd={may.includes("MATERIAL_ADD")}
        />
      )}
      {folders && chosen && !folder && (
        <Empty
          title={t`We cannot find this folder`}
          action={<Link to={sectionAddress(space.slug, section)}>{words[section].all}</Link>}
        />
      )}
      {folder && <FolderContent key={folder.id} folder={folder} mayAdd={may.includes("MATERIAL_ADD")} />}
    </section>
  )
}

interface FoldersProps {
  folders: readonly Folder[]
  section: Section
  mayCreate: boolean
  mayAdd: boolean
}

/** The albums or folders of a section; without one nothing can be added. */
function Folders({ folders, section, mayCreate, mayAdd }: FoldersProps) {
  const { t } = useLingui()
  const space = useSpace()
  const navigate = useNavigate()
  const words = useSectionWords()[section]
  const [naming, setNaming] = useState(false)
  const create = mayCreate && (
    <Button look={folders.length === 0 ? "main" : "plain"} icon="folder-plus" onPress={() => setNaming(true)}>
      {words.create}
    </Button>
  )
  return (
    <>
      {folders.length === 0 ? (
        <Empty title={words.none} action={create || undefined}>
          {mayAdd ? words.first : t`Teachers and pupil administrators can add something.`}
        </Empty>
      ) : (
        <>
          {create && <div className={styles.tools}>{create}</div>}
          <ul className={styles.folders}>
            {folders.map((folder) => (
              <li key={folder.id}>
                <Link to={sectionAddress(space.slug, section, folder.id)}>
                  <Cover folder={folder} />
                  <b dir="auto">{folder.name}</b>
                  <small>
                    {section === "images" ? (
                      <Plural value={folder.materials} one="# image" other="# images" />
                    ) : section === "videos" ? (
                      <Plural value={folder.materials} one="# video" other="# videos" />
                    ) : (
                      <Plural value={folder.materials} one="# file" other="# files" />
                    )}
                  </small>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
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

function Cover({ folder }: { folder: Folder }) {
  const space = useSpace()
  if (folder.cover)
    return (
      <span className={styles.cover}>
        <img src={pictureOf(space.id, folder.cover, "thumbnail")} alt="" loading="lazy" />
      </span>
    )
  return (
    <span className={styles.cover}>
      <Icon name={folder.section === "images" ? "images-square" : "folder-simple"} />
    </span>
  )
}
