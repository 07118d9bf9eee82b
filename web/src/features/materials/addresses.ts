import type { Id, Section } from "../../live"

/** The page of one material. */
export const materialAddress = (slug: string, material: Id) => `/t/${slug}/materials/item/${material}`

/** A section, or a folder in it. */
export const sectionAddress = (slug: string, section: Section, folder?: Id) =>
  `/t/${slug}/materials/${section}${folder ? `/${folder}` : ""}`

export const SECTIONS: readonly Section[] = ["images", "videos", "files"]

export const isSection = (word: string | undefined): word is Section =>
  SECTIONS.some((section) => section === word)
