import type { I18n, MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import type { Licence, Section } from "../../live"

export interface SectionWords {
  name: string
  /** Leads back to all of them. */
  all: string
  create: string
  /** What a new one is called. */
  label: string
  rename: string
  move: string
  /** There is no other one to move to. */
  nowhere: string
  /** The question before it goes. */
  remove: string
  none: string
  first: string
  /** An empty one. */
  empty: string
}

/** Images lie in albums, everything else in folders. */
export function useSectionWords(): Record<Section, SectionWords> {
  const { t } = useLingui()
  return {
    images: {
      name: t`Images`,
      all: t`All albums`,
      create: t`Create image album`,
      label: t`Name of the album`,
      rename: t`Rename this album`,
      move: t`Move to another album`,
      nowhere: t`There is no other album yet`,
      remove: t`Delete this album for everybody?`,
      none: t`There are no albums yet`,
      first: t`Create an album first; then upload images into it.`,
      empty: t`This album is empty`,
    },
    videos: {
      name: t`Videos`,
      all: t`All folders`,
      create: t`Create folder`,
      label: t`Name of the folder`,
      rename: t`Rename this folder`,
      move: t`Move to another folder`,
      nowhere: t`There is no other folder yet`,
      remove: t`Delete this folder for everybody?`,
      none: t`There are no folders for videos yet`,
      first: t`Create a folder first; then add links to videos.`,
      empty: t`This folder is empty`,
    },
    files: {
      name: t`Files`,
      all: t`All folders`,
      create: t`Create folder`,
      label: t`Name of the folder`,
      rename: t`Rename this folder`,
      move: t`Move to another folder`,
      nowhere: t`There is no other folder yet`,
      remove: t`Delete this folder for everybody?`,
      none: t`There are no folders for files yet`,
      first: t`Create a folder first; then upload files into it.`,
      empty: t`This folder is empty`,
    },
  }
}

export const LICENCES: Record<Licence, MessageDescriptor> = {
  own: msg`We made it ourselves`,
  cc_by: msg`Creative Commons: name the author`,
  cc_by_sa: msg`Creative Commons: name the author, share alike`,
  public_domain: msg`Free of rights`,
  permission: msg`The author has allowed it`,
}

export const licenceText = (i18n: I18n, licence: Licence) => i18n._(LICENCES[licence])
