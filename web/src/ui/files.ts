import { useEffect, useState } from "react"

const TITLE_LENGTH = 200

/** A title to begin with: the file's name without its ending. */
export function titleOfFile(name: string): string {
  const bare = name.replace(/\.[A-Za-z0-9]{1,5}$/, "").replaceAll("_", " ")
  return (bare.trim() || name).slice(0, TITLE_LENGTH)
}

/** What may be chosen at all where materials are shown; the server looks at the bytes. */
export const PICTURES = "image/png,image/jpeg,image/webp"
export const PAPERS = ".doc,.docx,.odt,.pptx,.odp,.xlsx,.ods,.pdf"

export const VIDEOS = "video/mp4,video/quicktime,video/webm"

export const isVideo = ({ type }: File): boolean => VIDEOS.split(",").includes(type)

export const isPicture = ({ type }: File): boolean => PICTURES.split(",").includes(type)

/** Sizes as people say them; a thousand, not 1,024. */
export function sizeText(bytes: number, language: string): string {
  const [value, unit] =
    bytes >= 1e6 ? [bytes / 1e6, "megabyte"] : [Math.max(1, Math.round(bytes / 1e3)), "kilobyte"]
  return new Intl.NumberFormat(language, { style: "unit", unit, maximumFractionDigits: 1 }).format(value)
}

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
