import { plural } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { useState } from "react"
import { FileTrigger } from "react-aria-components/FileTrigger"
import type { FilterList } from "../../live"
import { Banner, Button, Check, explain } from "../../ui"
import { importList } from "./api"
import styles from "./moderation.module.css"
import { useLists } from "./useLists"

const MOST_BYTES = 200_000

type Said = { kind: "ok" | "bad"; words: string }

/** Takes lines from a file: one on each line for the chosen list, or a table as it was saved, for all of them. */
export function WordImport({ list: { kind, language } }: { list: FilterList }) {
  const { t, i18n } = useLingui()
  const { busy, change } = useLists()
  const [replace, setReplace] = useState(false)
  const [said, setSaid] = useState<Said | null>(null)

  async function take(file: File) {
    if (file.size > MOST_BYTES) {
      setSaid({ kind: "bad", words: t`“${file.name}” is too big: at most 200 kB. Cut it in two.` })
      return
    }
    setSaid(null)
    try {
      const text = await file.text()
      const { added, removed } = await change(() => importList({ text, kind, language, replace }))
      const parts = [
        t`${plural(added, { one: "# line is new", other: "# lines are new" })}`,
        ...(removed > 0 ? [t`${plural(removed, { one: "# line is gone", other: "# lines are gone" })}`] : []),
      ]
      setSaid({ kind: "ok", words: `${file.name}: ${parts.join(", ")}.` })
    } catch (error) {
      setSaid({ kind: "bad", words: explain(i18n, error) })
    }
  }

  return (
    <div className={styles.form}>
      <h3>{t`From a file`}</h3>
      <p className={styles.hint}>
        <Trans>
          A text file with one line for each entry goes into the list above. A file that was saved here, or a
          table with the columns kind, language and entry, goes into the lists that it names.
        </Trans>
      </p>
      <Check isSelected={replace} onChange={setReplace}>
        {t`Replace: what is not in the file goes out of its list`}
      </Check>
      <div>
        <FileTrigger
          acceptedFileTypes={[".csv", ".txt", "text/csv", "text/plain"]}
          onSelect={(files) => files?.[0] && void take(files[0])}
        >
          <Button icon="upload-simple" isDisabled={busy}>
            {busy ? t`Reading the file …` : t`Choose a file`}
          </Button>
        </FileTrigger>
      </div>
      <div role="status">{said && <Banner kind={said.kind}>{said.words}</Banner>}</div>
    </div>
  )
}
