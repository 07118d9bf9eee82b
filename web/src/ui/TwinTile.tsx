import { useMemo } from "react"
import { coverFigures, FAMILIES, type Figure, familyOf } from "./tiles"

export function Figures({ figures, radius }: { figures: readonly Figure[]; radius: number }) {
  return figures.map((figure) =>
    figure.d ? (
      <path key={figure.d} d={figure.d} fill={figure.fill} stroke={figure.fill} strokeWidth=".6" />
    ) : (
      <circle key={`${figure.cx} ${figure.cy}`} cx={figure.cx} cy={figure.cy} r={radius} fill={figure.fill} />
    ),
  )
}

export interface TwinTileProps {
  /** The same seed draws the same pattern: the id of a space, or a word. */
  seed: string
  /** Number of a colour family, 0 to 7; without it the seed decides. */
  family?: number | null
  columns?: number
  rows?: number
  className?: string
}

/** The one ornament: quarter discs on a grid, the second half the first half turned around. Decoration only. */
export function TwinTile({ seed, family, columns = 8, rows = 4, className }: TwinTileProps) {
  const colours =
    (family === null || family === undefined ? null : FAMILIES[family % FAMILIES.length]) ?? familyOf(seed)
  const figures = useMemo(() => coverFigures(seed, colours, columns, rows), [seed, colours, columns, rows])
  return (
    <svg
      className={className}
      viewBox={`0 0 ${columns * 40} ${rows * 40}`}
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
    >
      <rect width={columns * 40} height={rows * 40} fill={colours[0]} />
      <Figures figures={figures} radius={13} />
    </svg>
  )
}
