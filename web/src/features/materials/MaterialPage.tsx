import { Trans, useLingui } from "@lingui/react/macro"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { Link, useNavigate, useParams } from "react-router"
import type { Id, Material } from "../../live"
import {
  Avatar,
  Button,
  Empty,
  explain,
  Flag,
  Icon,
  pictureOf,
  Skeleton,
  signOf,
  sizeText,
  toasts,
  useZone,
} from "../../ui"
import card from "../../ui/Card.module.css"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { kindText } from "../../ui/MaterialCard"
import { dateText, wall } from "../../ui/time"
import { useTitle } from "../../ui/useTitle"
import { useSpace } from "../spaces"
import { sectionAddress } from "./addresses"
import { deleteMaterial, materialQuery, renew } from "./api"
import { MoveDialog } from "./MoveDialog"
import styles from "./materials.module.css"
import { licenceText } from "./words"

export interface MaterialPageProps {
  /** Whether one may report what this person has shared. */
  mayReport: (owner: Id) => boolean
  onReport: (material: Material) => void
}

/** One image, video or file, with who shared it and how it may be used: where a message's preview leads. */
export function MaterialPage(reporting: MaterialPageProps) {
  const { t, i18n } = useLingui()
  const space = useSpace()
  const { material = "" } = useParams()
  const { data, error } = useQuery(materialQuery(space.id, material))
  useTitle(`${data?.title ?? t`Materials`} · ${space.title}`)
  if (error)
    return (
      <section className={card.card}>
        <Empty
          title={explain(i18n, error)}
          action={
            <Link to={`/t/${space.slug}/materials`}>
              <Trans>To Materials</Trans>
            </Link>
          }
        />
      </section>
    )
  return (
    <section className={card.card}>
      {data ? <Whole material={data} {...reporting} /> : <Skeleton lines={6} />}
    </section>
  )
}

function Whole({ material, mayReport, onReport }: MaterialPageProps & { material: Material }) {
  const { t, i18n } = useLingui()
  const space = useSpace()
  const zone = useZone()
  const file = pictureOf(space.id, material.id, "file")
  const day = dateText(i18n, wall(material.created_at, zone))
  const name = material.owner.name
  return (
    <>
      <div className={styles.folderHead}>
        <Link to={sectionAddress(space.slug, material.section, material.folder)} className={styles.back}>
          <Icon name="arrow-left" />
          <span dir="auto">{material.folder_name}</span>
        </Link>
        <h2>
          <bdi>{material.title}</bdi>
        </h2>
      </div>
      {material.kind === "image" ? (
        <img className={styles.large} src={file} alt={material.alt_text} />
      ) : (
        <p className={styles.huge}>
          <Icon name={signOf(material)} />
        </p>
      )}
      <div className={styles.about}>
        <p className={styles.by}>
          <Avatar person={material.owner} size="s" />
          <span>
            <Trans>
              <bdi>{name}</bdi>, {day}
            </Trans>
          </span>
          {material.owner.country && <Flag country={material.owner.country} size="s" />}
        </p>
        <p className={styles.facts}>
          {kindText(i18n, material)}
          {material.size !== null && ` · ${sizeText(material.size, i18n.locale)}`}
          {` · ${licenceText(i18n, material.licence)}`}
          {material.shows_pupils && ` · ${t`shows pupils`}`}
        </p>
        <div className={styles.acts}>
          {material.url ? (
            <a className={styles.out} href={material.url} target="_blank" rel="noopener noreferrer">
              <Icon name="arrow-square-out" />
              <Trans>Watch it there, in a new tab</Trans>
            </a>
          ) : (
            <a className={styles.out} href={file} download>
              <Icon name="download-simple" />
              <Trans>Save on this device</Trans>
            </a>
          )}
          {material.may_move && <Moving material={material} />}
          {material.may_delete && <Deleting material={material} />}
          {mayReport(material.owner.id) && (
            <Button
              look="quiet"
              size="small"
              icon="flag"
              onPress={() => onReport(material)}
            >{t`Report`}</Button>
          )}
        </div>
      </div>
    </>
  )
}

function Moving({ material: { id, section, folder } }: { material: Material }) {
  const { t } = useLingui()
  const [choosing, setChoosing] = useState(false)
  return (
    <>
      <Button size="small" icon="folder-simple" onPress={() => setChoosing(true)}>{t`Move`}</Button>
      {choosing && (
        <MoveDialog section={section} from={folder} materials={[id]} onClose={() => setChoosing(false)} />
      )}
    </>
  )
}

function Deleting({ material }: { material: Material }) {
  const { t, i18n } = useLingui()
  const space = useSpace()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [asking, setAsking] = useState(false)

  async function remove() {
    setAsking(false)
    try {
      await deleteMaterial(space.id, material.id)
      renew(queries, space.id)
      queries.removeQueries(materialQuery(space.id, material.id))
      navigate(sectionAddress(space.slug, material.section, material.folder), { replace: true })
    } catch (error) {
      toasts.say(explain(i18n, error), { kind: "bad" })
    }
  }

  return (
    <>
      <Button look="stop-line" size="small" icon="trash" onPress={() => setAsking(true)}>{t`Delete`}</Button>
      <Dialog
        title={t`Delete this for everybody?`}
        open={asking}
        onClose={() => setAsking(false)}
        role="alertdialog"
      >
        <p>{t`Messages that link it will say that it is no longer there. It cannot be brought back.`}</p>
        <DialogButtons>
          <Button autoFocus onPress={() => setAsking(false)}>{t`Keep it`}</Button>
          <Button look="stop" onPress={() => void remove()}>{t`Delete`}</Button>
        </DialogButtons>
      </Dialog>
    </>
  )
}
