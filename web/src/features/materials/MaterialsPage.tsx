import { Trans, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { Link, useParams } from "react-router"
import { Empty, explain, NavTabs, Skeleton } from "../../ui"
import card from "../../ui/Card.module.css"
import { useTitle } from "../../ui/useTitle"
import { spaceQuery, useSpace } from "../spaces"
import { isSection, SECTIONS, sectionAddress } from "./addresses"
import { foldersQuery } from "./api"
import { FolderContent } from "./FolderContent"
import { Folders } from "./Folders"
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
