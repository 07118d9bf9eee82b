import type { Plugin } from "vite"

/** Preloads the Latin font file only: every page needs it, the other scripts load when a page shows them. */
export function preloadLatin(): Plugin {
  return {
    name: "preload-latin",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle }) {
        const file = Object.keys(bundle ?? {}).find((name) =>
          /commissioner-latin-flar-[^/]*\.woff2$/.test(name),
        )
        if (!file) throw new Error("the Latin font is not in the bundle")
        return [
          {
            tag: "link",
            attrs: { rel: "preload", href: `/${file}`, as: "font", type: "font/woff2", crossorigin: "" },
            injectTo: "head",
          },
        ]
      },
    },
  }
}
