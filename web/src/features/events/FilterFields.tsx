import { Trans, useLingui } from "@lingui/react/macro"
import { useState } from "react"
import { Check, countryName, Field, Select } from "../../ui"
import { COUNTRIES } from "../../ui/names"
import type { Filters } from "./api"
import styles from "./side.module.css"
import { FORMS_MANY, type Form, LANGUAGES, languageName } from "./words"

export interface FilterFieldsProps {
  filters: Filters
  /** Who reads outlines only may choose by language only. */
  inFull: boolean
  onChange: (change: Partial<Record<keyof Filters, string>>) => void
}

const FORM_NAMES = Object.keys(FORMS_MANY) as Form[]

/** What the calendar is narrowed to. */
export function FilterFields({ filters, inFull, onChange }: FilterFieldsProps) {
  const { t, i18n } = useLingui()
  const any = { value: "", label: t({ message: "All", context: "filter" }) }
  const byLabel = (a: { label: string }, b: { label: string }) => a.label.localeCompare(b.label, i18n.locale)
  const languages = Object.keys(LANGUAGES)
    .map((code) => ({ value: code, label: languageName(i18n, code) }))
    .sort(byLabel)
  const countries = Object.keys(COUNTRIES)
    .map((code) => ({ value: code, label: countryName(i18n, code) }))
    .sort(byLabel)
  const mine = [
    { value: "", label: t`All events` },
    { value: "joined", label: t`Events I joined` },
    { value: "hosting", label: t`Events I lead, and my drafts` },
  ]
  return (
    <section className={styles.part} aria-label={t`Filters`}>
      <h2>
        <Trans>Show</Trans>
      </h2>
      {inFull && <Words q={filters.q} onChange={(q) => onChange({ q })} />}
      {inFull && <Forms chosen={filters.form} onChange={(form) => onChange({ form })} />}
      {inFull && (
        <Select
          label={t`Whose`}
          value={filters.mine}
          onChange={(value) => onChange({ mine: value })}
          options={mine}
        />
      )}
      <Select
        label={t`Language`}
        value={filters.lang}
        onChange={(lang) => onChange({ lang })}
        options={[any, ...languages]}
      />
      {inFull && (
        <Select
          label={t`Country of the host`}
          value={filters.country}
          onChange={(country) => onChange({ country })}
          options={[any, ...countries]}
        />
      )}
    </section>
  )
}

/** Looked for when one leaves the field or presses Enter, not at each letter. */
function Words({ q, onChange }: { q: string; onChange: (q: string) => void }) {
  const { t } = useLingui()
  const [text, setText] = useState(q)
  const [asked, setAsked] = useState(q)
  if (asked !== q) {
    setAsked(q)
    setText(q)
  }
  return (
    <Field
      label={t`Search events`}
      type="search"
      icon="magnifying-glass"
      value={text}
      onChange={setText}
      maxLength={100}
      onBlur={() => text !== q && onChange(text.trim())}
      onKeyDown={(event) => event.key === "Enter" && onChange(text.trim())}
    />
  )
}

function Forms({ chosen, onChange }: { chosen: string; onChange: (form: string) => void }) {
  const { t, i18n } = useLingui()
  const on = chosen ? chosen.split(",") : FORM_NAMES
  function toggle(form: Form, selected: boolean) {
    const after = FORM_NAMES.filter((one) => (one === form ? selected : on.includes(one)))
    // All and none are the same wish: nobody wants to see nothing.
    onChange(after.length === 0 || after.length === FORM_NAMES.length ? "" : after.join(","))
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: the heading above names the whole
    <div className={styles.forms} role="group" aria-label={t`Form`}>
      {FORM_NAMES.map((form) => (
        <Check key={form} isSelected={on.includes(form)} onChange={(selected) => toggle(form, selected)}>
          {i18n._(FORMS_MANY[form])}
          <i className={styles[form]} aria-hidden="true" />
        </Check>
      ))}
    </div>
  )
}
