import { useLingui } from "@lingui/react/macro"
import { useState } from "react"
import { Button, Field } from "../../ui"
import styles from "./moderation.module.css"
import { HINT, HINTS, type HintCode } from "./words"

const LONGEST = 400

/** Ready hints in one tap, or words of one's own. */
export function Hints({
  name,
  onChoose,
}: {
  name: string
  onChoose: (hint: HintCode | "other", note: string) => void
}) {
  const { t, i18n } = useLingui()
  const [own, setOwn] = useState<string | null>(null)
  return (
    <div className={styles.hints}>
      <p>{t`Return with a hint that ${name} reads:`}</p>
      <div className={styles.chips}>
        {HINTS.map((code) => (
          <Button key={code} size="small" onPress={() => onChoose(code, "")}>
            {i18n._(HINT[code])}
          </Button>
        ))}
        <Button
          size="small"
          icon="pencil-simple"
          aria-expanded={own !== null}
          onPress={() => setOwn(own ?? "")}
        >
          {t`Write my own`}
        </Button>
      </div>
      {own !== null && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (own.trim()) onChoose("other", own.trim())
          }}
        >
          <Field label={t`Your hint`} value={own} onChange={setOwn} maxLength={LONGEST} lines={2} autoFocus />
          <Button type="submit" look="main" size="small" isDisabled={!own.trim()}>
            {t`Return`}
          </Button>
        </form>
      )}
    </div>
  )
}
