import type { I18n } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import { useLingui } from "@lingui/react"
import { Trans } from "@lingui/react/macro"
import type { ReactNode } from "react"
import { Link } from "react-router"
import type { MaterialPreview } from "../live"
import { Icon } from "./Icon"
import type { IconName } from "./icons"
import styles from "./MaterialCard.module.css"

const HOSTS = { youtube: "YouTube", vimeo: "Vimeo", dailymotion: "Dailymotion" } as const

const SIGNS: Record<string, IconName> = {
  pdf: "file-pdf",
  doc: "file-doc",
  docx: "file-doc",
  odt: "file-doc",
  xls: "file-xls",
  xlsx: "file-xls",
  ods: "file-xls",
  ppt: "file-ppt",
  pptx: "file-ppt",
  odp: "file-ppt",
}

type Kinded = Pick<MaterialPreview, "kind" | "file_type" | "provider">

/** The drawing that stands for a material without a picture. */
export function signOf({ kind, file_type }: Kinded): IconName {
  if (kind === "image") return "image"
  return kind === "video_link" ? "video" : (SIGNS[file_type ?? ""] ?? "file-text")
}

/** What a material is, in a word or two. */
export function kindText(i18n: I18n, { kind, file_type, provider }: Kinded): string {
  if (kind === "image") return i18n._(msg`Image`)
  const host = provider ? HOSTS[provider] : ""
  if (kind === "video_link") return i18n._(msg`Video at ${host}`)
  return (file_type ?? "").toUpperCase()
}

/** Where the bytes of an image are. */
export function pictureOf(space: string, material: string, size: "thumbnail" | "file"): string {
  return `/api/spaces/${space}/materials/${material}/${size}`
}

export interface MaterialCardProps {
  /** Null when it is no longer there. */
  preview: MaterialPreview | null
  /** Where it is opened; without it the card is only looked at. */
  to?: string
  /** In a tab of its own: whoever is on the stage stays there. */
  apart?: boolean
  /** Stands at the end: what takes it away again. */
  end?: ReactNode
}

/** A material as a message, a kept text or the composer shows it. */
export function MaterialCard({ preview, to, apart, end }: MaterialCardProps) {
  if (!preview)
    return (
      <p className={styles.gone}>
        <Icon name="image" />
        <Trans>What was linked here is no longer there.</Trans>
      </p>
    )
  if (!to)
    return (
      <div className={styles.card}>
        <Inside preview={preview} />
        {end}
      </div>
    )
  return (
    <Link to={to} className={styles.card} {...(apart ? { target: "_blank", rel: "noopener" } : {})}>
      <Inside preview={preview} />
    </Link>
  )
}

function Inside({ preview }: { preview: MaterialPreview }) {
  const { i18n } = useLingui()
  return (
    <>
      {preview.kind === "image" ? (
        <img
          src={pictureOf(preview.space, preview.id, "thumbnail")}
          alt={preview.alt_text}
          width={72}
          height={54}
          loading="lazy"
        />
      ) : (
        <span className={styles.sign}>
          <Icon name={signOf(preview)} />
        </span>
      )}
      <span className={styles.words}>
        <b dir="auto">{preview.title}</b>
        <small>{kindText(i18n, preview)}</small>
      </span>
    </>
  )
}
