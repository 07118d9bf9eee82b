/** Colours of a family: ground, two figures. The eight families of design.md 5. */
export const FAMILIES = [
  ["#0e3b2f", "#5ccba3", "#f4f7f4"],
  ["#12457a", "#8fc3f0", "#f7c6b8"],
  ["#bf3619", "#f7c6b8", "#ffe39a"],
  ["#8a5a00", "#f2a28d", "#ffe39a"],
  ["#0b6b50", "#a9d8c2", "#ffc629"],
  ["#7a3f73", "#e3c5de", "#ffc629"],
  ["#5a6b1f", "#dbe5a5", "#ffc629"],
  ["#1a5c9c", "#b9d6f2", "#ffc629"],
] as const

export type Family = (typeof FAMILIES)[number]

export interface Figure {
  /** A quarter disc is drawn with `d`, a dot with `cx` and `cy`. */
  d?: string
  cx?: number
  cy?: number
  fill: string
}

/** FNV-1a: the same id gives the same number everywhere and always. */
export function seedOf(id: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < id.length; index++) hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193)
  return hash >>> 0
}

/** mulberry32: small, even, and not a secret. */
export function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export const familyOf = (id: string): Family => FAMILIES[seedOf(id) % FAMILIES.length] ?? FAMILIES[0]

/** A quarter disc of radius `size` in the cell at (x, y), its centre in corner 0 to 3, clockwise from the start top. */
export function quarter(x: number, y: number, size: number, corner: number): string {
  const right = corner === 1 || corner === 2
  const bottom = corner >= 2
  const cx = right ? x + size : x
  const cy = bottom ? y + size : y
  const alongX = `${right ? x : x + size} ${cy}`
  const alongY = `${cx} ${bottom ? y : y + size}`
  const sweep = corner % 2 === 0 ? 1 : 0
  return `M${cx} ${cy}L${alongX}A${size} ${size} 0 0 ${sweep} ${alongY}Z`
}

/** A pupil's tile: four cells on a 40 grid, at least two of them quarter discs, the rest a dot or empty. */
export function avatarFigures(id: string): Figure[] {
  const random = randomOf(seedOf(id))
  const [, first, second] = familyOf(id)
  const cells = [0, 1, 2, 3]
  const discs = new Set<number>()
  const wanted = 2 + Math.floor(random() * 3)
  while (discs.size < wanted) discs.add(Math.floor(random() * 4))
  return cells.flatMap((cell): Figure[] => {
    const [x, y] = [(cell % 2) * 20, cell < 2 ? 0 : 20]
    const fill = random() < 0.5 ? first : second
    if (discs.has(cell)) return [{ d: quarter(x, y, 20, Math.floor(random() * 4)), fill }]
    return random() < 0.5 ? [{ cx: x + 10, cy: y + 10, fill }] : []
  })
}

/** A cover: the second half is always the first half turned around. */
export function coverFigures(
  seed: string,
  family: Family,
  columns: number,
  rows: number,
  size = 40,
): Figure[] {
  const random = randomOf(seedOf(seed))
  const [, first, second] = family
  const cells = columns * rows
  const half: Figure[][] = []
  const figures: Figure[] = []
  const draw = (index: number, kind: number, corner: number, fill: string): Figure[] => {
    const [x, y] = [(index % columns) * size, Math.floor(index / columns) * size]
    if (kind === 0) return []
    if (kind === 1) return [{ cx: x + size / 2, cy: y + size / 2, fill }]
    return [{ d: quarter(x, y, size, corner), fill }]
  }
  for (let index = 0; index < cells / 2; index++) {
    const pick = random()
    const kind = pick < 0.2 ? 0 : pick < 0.3 ? 1 : 2
    const corner = Math.floor(random() * 4)
    const fill = random() < 0.72 ? first : second
    half.push(draw(index, kind, corner, fill))
    if (index !== cells - 1 - index) figures.push(...draw(cells - 1 - index, kind, (corner + 2) % 4, fill))
  }
  return [...half.flat(), ...figures]
}
