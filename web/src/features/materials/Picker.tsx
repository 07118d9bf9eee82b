import { Trans, useLingui } from "@lingui/react/macro"
import { useInfiniteQuery, useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { Button as AriaButton } from "react-aria-components/Button"
import type { Id, Material, MaterialPreview, Section } from "../../live"
import { Button, Empty, explain, Icon, pictureOf, Select, Skeleton, signOf } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { kindText } from "../../ui/MaterialCard"
import { Radios } from "../../ui/Radios"
import { SECTIONS } from "./addresses"
import { foldersQuery, materialsQuery } from "./api"
import styles from "./materials.module.css"
import { useSectionWords } from "./words"

export interface PickerProps {
  space: Id
  onPick: (material: MaterialPreview) => void
  onClose: () => void
}

/** Choose one material of the space, to link it in a message. */
export default function Picker({ space, onPick, onClose }: PickerProps) {
  const { t, i18n } = useLingui()
  const words = useSectionWords()
  const [section, setSection] = useState<Section>("images")
  const [folder, setFolder] = useState("")
  const { data: all } = useQuery(foldersQuery(space))
  const list = useInfiniteQuery(materialsQuery(space, folder ? { folder } : { section }))
  const materials = list.data?.pages.flatMap((page) => page.materials)
  const folders = all?.folders.filter((one) => one.section === section) ?? []
  return (
    <Dialog title={t`Attach from Materials`} open onClose={onClose} wide>
      <div className={styles.choose}>
        <Radios
          label={t`What?`}
          value={section}
          onChange={(value) => {
            setSection(value as Section)
            setFolder("")
          }}
          options={SECTIONS.map((value) => ({ value, label: words[value].name }))}
        />
        {folders.length > 1 && (
          <Select
            label={section === "images" ? t`Album` : t`Folder`}
            value={folder}
            onChange={setFolder}
            options={[
              { value: "", label: words[section].all },
              ...folders.map((one) => ({ value: one.id, label: one.name })),
            ]}
          />
        )}
      </div>
      {list.error && <Empty title={explain(i18n, list.error)} />}
      {!materials && !list.error && <Skeleton lines={4} pictures />}
      {materials?.length === 0 && (
        <Empty title={t`Nothing is here yet`}>{t`What is uploaded to Materials can be attached here.`}</Empty>
      )}
      <ul className={styles.picks}>
        {materials?.map((one) => (
          <li key={one.id}>
            <AriaButton className={styles.pick ?? ""} onPress={() => onPick(previewOf(space, one))}>
              {one.kind === "image" ? (
                <img src={pictureOf(space, one.id, "thumbnail")} alt={one.alt_text} loading="lazy" />
              ) : (
                <Icon name={signOf(one)} className={styles.sign} />
              )}
              <span>
                <b dir="auto">{one.title}</b>
                <small>{kindText(i18n, one)}</small>
              </span>
            </AriaButton>
          </li>
        ))}
      </ul>
      <DialogButtons>
        <Button onPress={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        {list.hasNextPage && (
          <Button isPending={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
            <Trans>Show more</Trans>
          </Button>
        )}
      </DialogButtons>
    </Dialog>
  )
}

function previewOf(space: Id, { id, kind, title, alt_text, file_type, provider }: Material): MaterialPreview {
  return { id, space, kind, title, alt_text, file_type, provider }
}
