import { useLingui } from "@lingui/react/macro"
import { useState } from "react"
import type { TriedFinding, TriedText } from "../../live"
import { Banner, Button, classes, explain, Field, Icon, languageName, toasts } from "../../ui"
import card from "../../ui/Card.module.css"
import { tryText } from "./api"
import { marked } from "./marks"
import styles from "./moderation.module.css"
import { WHY } from "./words"

/** What would be found in a text, and why, without writing it anywhere. */
export function TryBox() {
  const { t, i18n } = useLingui()
  const [text, setText] = useState("")
  const [busy, setBusy] = useState(false)
  const [tried, setTried] = useState<(TriedText & { text: string }) | null>(null)

  async function look() {
    setBusy(true)
    try {
      setTried({ ...(await tryText(text)), text })
    } catch (error) {
      toasts.say(explain(i18n, error), { kind: "bad" })
    } finally {
      setBusy(false)
    }
  }

  return (
    <section className={classes(card.card, card.pad, styles.form)} aria-labelledby="try">
      <h2 id="try">{t`Try a text`}</h2>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          void look()
        }}
      >
        <Field
          label={t`What a pupil might write`}
          hint={t`It is shown to nobody and kept nowhere.`}
          value={text}
          onChange={setText}
          lines={2}
          maxLength={2000}
        />
        <Button type="submit" size="small" icon="magnifying-glass" isDisabled={busy || !text.trim()}>
          {t`Look what is found`}
        </Button>
      </form>
      <div role="status">{tried && <Found tried={tried} />}</div>
    </section>
  )
}

function Found({ tried: { text, findings } }: { tried: TriedText & { text: string } }) {
  const { t } = useLingui()
  if (findings.length === 0)
    return <Banner kind="ok">{t`Nothing is found: everybody would read it at once.`}</Banner>
  const characters = Array.from(text)
  return (
    <div className={styles.form}>
      <p className={styles.words} dir="auto">
        {marked(text, findings).map(({ key, text: part, found }) =>
          found ? <mark key={key}>{part}</mark> : <span key={key}>{part}</span>,
        )}
      </p>
      <ul className={styles.reasons} aria-label={t`Why it would wait`}>
        {findings.map((one) => (
          <Reason
            key={`${one.kind} ${one.start}`}
            one={one}
            said={characters.slice(one.start, one.end).join("")}
          />
        ))}
      </ul>
    </div>
  )
}

function Reason({ one: { kind, entry, languages }, said }: { one: TriedFinding; said: string }) {
  const { t, i18n } = useLingui()
  const { icon, words } = WHY[kind]
  const names = languages.map(languageName).join(", ")
  return (
    <li>
      <Icon name={icon} />
      <span>
        <q>
          <bdi>{said}</bdi>
        </q>{" "}
        {i18n._(words)} {entry && <small>{t`It is the line “${entry}” in: ${names}.`}</small>}
      </span>
    </li>
  )
}
