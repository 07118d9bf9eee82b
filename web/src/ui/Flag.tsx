import { useLingui } from "@lingui/react"
import styles from "./Flag.module.css"
import { countryName } from "./names"

const files = import.meta.glob<string>(
  "/node_modules/flag-icons/flags/4x3/{al,am,at,az,ba,be,bg,cy,cz,de,dk,ee,es,fi,fr,ge,gr,hr,hu,ie,is,it,li,lt,lu,lv,md,me,mk,mt,nl,no,pl,pt,ro,rs,se,si,sk,tn,tr,ua}.svg",
  { query: "?url", import: "default", eager: true },
)

/** Greece is EL in European papers and GR in ISO 3166; the flag is the same. */
const normal = (code: string) => (code.toUpperCase() === "EL" ? "GR" : code.toUpperCase())

export interface FlagProps {
  country: string
  /** The two letters beside the flag; without them the flag carries the country's name for listeners. */
  code?: boolean
  size?: "s" | "m" | "l"
}

/** A country: flag with a hairline and, by default, its two letters; the full name for everybody who asks. */
export function Flag({ country, code = true, size = "m" }: FlagProps) {
  const { i18n } = useLingui()
  const iso = normal(country)
  const name = countryName(i18n, iso)
  const file = files[`/node_modules/flag-icons/flags/4x3/${iso.toLowerCase()}.svg`]
  const image = file ? (
    <img className={styles[size]} src={file} alt={code ? "" : name} title={code ? undefined : name} />
  ) : null
  if (!code) return image ?? <abbr title={name}>{iso}</abbr>
  return (
    <span className={styles.country}>
      {image}
      <abbr title={name} aria-label={name}>
        {iso}
      </abbr>
    </span>
  )
}
