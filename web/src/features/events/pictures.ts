import { useEffect, useState } from "react"
import type { EventCard, Id } from "../../live"

/** Where the picture of an event is; another one has another address, so that no browser shows the one before. */
export function pictureOf({ id, picture }: Pick<EventCard, "id" | "picture">, small: boolean): string | null {
  return picture && `/api/events/${id}/picture${small ? "/small" : ""}?v=${picture}`
}

export const materialOf = (event: Id, material: Id, size: "file" | "thumbnail"): string =>
  `/api/events/${event}/materials/${material}/${size}`

/** A picture as it is on this device, before it is sent. */
export function useLocalPicture(file: File | null): string | null {
  const [address, setAddress] = useState<string | null>(null)
  useEffect(() => {
    if (!file) {
      setAddress(null)
      return
    }
    const made = URL.createObjectURL(file)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [file])
  return address
}

/** A title to begin with: the file's name without its ending. */
export function titleOf(name: string): string {
  const bare = name.replace(/\.[A-Za-z0-9]{1,5}$/, "").replaceAll("_", " ")
  return (bare.trim() || name).slice(0, 200)
}

/** What may be chosen at all; the server looks at the bytes. */
export const PICTURES = "image/png,image/jpeg,image/webp"
export const FILES = ".doc,.docx,.odt,.pptx,.odp,.xlsx,.ods,.pdf"

export const isPicture = ({ type }: File): boolean => PICTURES.split(",").includes(type)

/** Sizes as people say them; a thousand, not 1,024. */
export function sizeText(bytes: number, language: string): string {
  const [value, unit] =
    bytes >= 1e6 ? [bytes / 1e6, "megabyte"] : [Math.max(1, Math.round(bytes / 1e3)), "kilobyte"]
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: 1 }).format(value)
}

/** The same list with one of them a place further up or down. */
export function movedBy<T>(list: readonly T[], from: number, by: -1 | 1): T[] {
  const moved = [...list]
  const [one] = moved.splice(from, 1)
  if (one !== undefined) moved.splice(Math.max(0, from + by), 0, one)
  return moved
}
