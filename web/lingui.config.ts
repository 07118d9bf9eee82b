import { defineConfig } from "@lingui/cli"
import { formatter } from "@lingui/format-po"

/** English is written in the source; every other language has one catalogue beside it. */
export default defineConfig({
  sourceLocale: "en",
  locales: ["en", "az"],
  catalogs: [{ path: "src/locales/{locale}", include: ["src"], exclude: ["**/*.test.*"] }],
  format: formatter({ lineNumbers: false, origins: false }),
  orderBy: "message",
})
