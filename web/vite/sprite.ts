import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Plugin } from "vite"
import { ICONS } from "../src/ui/icons.ts"

const root = join(import.meta.dirname, "../node_modules/@phosphor-icons/core/assets")
const target = join(import.meta.dirname, "../src/ui/sprite.svg")

/** One `<symbol>` out of a Phosphor file: `bell` is regular, `bell-fill` and `plus-bold` are other weights. */
export function symbol(name: string): string {
  const weight = /-(fill|bold)$/.exec(name)?.[1] ?? "regular"
  const source = readFileSync(join(root, weight, `${name}.svg`), "utf8")
  const inner = /<svg[^>]*>(.*)<\/svg>/s.exec(source)?.[1] ?? ""
  return `<symbol id="${name}" viewBox="0 0 256 256">${inner}</symbol>`
}

/** Writes `src/ui/sprite.svg` with the icons that `icons.ts` lists, so that a page fetches one small file. */
export function sprite(): Plugin {
  const write = () => {
    const text = `<svg xmlns="http://www.w3.org/2000/svg">${ICONS.map(symbol).join("")}</svg>\n`
    if (!existsSync(target) || readFileSync(target, "utf8") !== text) writeFileSync(target, text)
  }
  return { name: "icon-sprite", config: write }
}
