import { Trans, useLingui } from "@lingui/react/macro"
import { useState } from "react"
import { Link } from "react-router"
import type { Colleague, Id } from "../../live"
import { Check, Field, Flag } from "../../ui"
import styles from "./choice.module.css"

export interface ColleagueChoiceProps {
  label: string
  /** Undefined until they are known. */
  people: readonly Colleague[] | undefined
  chosen: readonly Id[]
  onChange: (chosen: Id[]) => void
  error?: string | null
}

const MANY = 8

/** Some of one's contacts. */
export function ColleagueChoice({ label, people, chosen, onChange, error }: ColleagueChoiceProps) {
  const { t, i18n } = useLingui()
  const [words, setWords] = useState("")
  const plain = (text: string) => text.toLocaleLowerCase(i18n.locale)
  const shown = people?.filter(({ name, school, city }) =>
    plain([name, school, city].join(" ")).includes(plain(words)),
  )
  const toggle = (id: Id, on: boolean) => onChange(on ? [...chosen, id] : chosen.filter((one) => one !== id))
  return (
    <fieldset className={styles.choice}>
      <legend>{label}</legend>
      {error && (
        <p className={styles.error} role="alert">
          {error}
        </p>
      )}
      {people?.length === 0 && (
        <p className={styles.soft}>
          <Trans>You have no contacts yet.</Trans> {/* In a tab of its own: what is filled in here stays. */}
          <Link to="/contacts" target="_blank" rel="noopener">
            <Trans>Find colleagues</Trans>
          </Link>
        </p>
      )}
      {people && people.length > MANY && (
        <Field
          label={t`Search contacts`}
          type="search"
          icon="magnifying-glass"
          value={words}
          onChange={setWords}
        />
      )}
      <div className={styles.list}>
        {shown?.map((one) => (
          <Check key={one.id} isSelected={chosen.includes(one.id)} onChange={(on) => toggle(one.id, on)}>
            <bdi>{one.name}</bdi>{" "}
            <small>
              {one.country && <Flag country={one.country} />} <bdi>{one.city}</bdi>
            </small>
          </Check>
        ))}
      </div>
    </fieldset>
  )
}
