import type { Plugin } from "vite"

const ORDER = "@layer base,parts,screens;"

/**
 * Puts the order of the layers on top of every style file: files come in any order, and the first to name a layer
 * would place it.
 */
export function layerOrder(): Plugin {
  return {
    name: "layer-order",
    enforce: "post",
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === "asset" && file.fileName.endsWith(".css")) file.source = ORDER + file.source
      }
    },
  }
}
