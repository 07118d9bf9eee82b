import type { Plugin } from "vite"

const OTHER_LANGUAGE =
  /[\\/](react-aria|react-stately|react-aria-components)[\\/].*[\\/]intl[\\/].*[\\/](?!en-US)[a-z]{2}-[A-Z]{2}\.m?js$/

/** React Aria carries its few words in thirty languages; English is what it falls back to, so the rest stays away. */
export function onlyFallbackLocale(): Plugin {
  return {
    name: "only-fallback-locale",
    enforce: "pre",
    apply: "build",
    load: { filter: { id: OTHER_LANGUAGE }, handler: () => "export default {}" },
  }
}
