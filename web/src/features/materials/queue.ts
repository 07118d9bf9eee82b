import type { Id, Licence, NewUpload, Section } from "../../live"

/** A file that somebody chose: `waiting → sending → done | refused`; a refused one may wait again. */
export interface Queued {
  readonly key: number
  readonly file: File
  readonly title: string
  readonly altText: string
  readonly state: "waiting" | "sending" | "done" | "refused"
  /** How much of it has left, from 0 to 1. */
  readonly part: number
  readonly refusal: unknown
}

const TITLE_LENGTH = 200

/** A title to begin with: the file's name without its ending. */
export function titleOf(name: string): string {
  const bare = name.replace(/\.[A-Za-z0-9]{1,5}$/, "").replaceAll("_", " ")
  return (bare.trim() || name).slice(0, TITLE_LENGTH)
}

let keys = 0

export function queued(files: Iterable<File>): Queued[] {
  return [...files].map((file) => {
    keys += 1
    const title = titleOf(file.name)
    return { key: keys, file, title, altText: "", state: "waiting", part: 0, refusal: null }
  })
}

/** What may be chosen at all; the server looks at the bytes. */
export const ACCEPT: Record<Exclude<Section, "videos">, string> = {
  images: "image/png,image/jpeg,image/webp",
  files: ".doc,.docx,.odt,.pptx,.odp,.xlsx,.ods,.pdf",
}

export interface Common {
  licence: Licence
  shows_pupils: boolean
}

export const described = (one: Queued, folder: Id, common: Common): NewUpload => ({
  folder,
  title: one.title,
  alt_text: one.altText,
  ...common,
})

/** Sizes as people say them; a thousand, not 1,024. */
export function sizeText(bytes: number, language: string): string {
  const [value, unit] =
    bytes >= 1e6 ? [bytes / 1e6, "megabyte"] : [Math.max(1, Math.round(bytes / 1e3)), "kilobyte"]
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: 1 }).format(value)
}
