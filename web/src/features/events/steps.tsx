import { Trans, useLingui } from "@lingui/react/macro"
import { type Colleague, type EventCard, line } from "../../live"
import { Check, countryName, Field, Flag, Select, useZone } from "../../ui"
import { COUNTRIES } from "../../ui/names"
import { Radios } from "../../ui/Radios"
import { timeText } from "../../ui/time"
import { ClockNote } from "./ClockNote"
import { ColleagueChoice } from "./ColleagueChoice"
import choice from "./choice.module.css"
import { type Filled, MOST_SEATS, type Problems, startOf } from "./fields"
import styles from "./MakePage.module.css"
import { PictureField } from "./PictureField"
import { FORMS, type Form, LANGUAGES, LENGTHS, languageName, MODES, type Mode } from "./words"

export interface StepProps {
  filled: Filled
  set: (change: Partial<Filled>) => void
  problems: Problems
}

const CLOCKS = Array.from({ length: 288 }, (_, step) => {
  const two = (value: number) => String(value).padStart(2, "0")
  return `${two(Math.floor(step / 12))}:${two((step % 12) * 5)}`
})

const entries = <K extends string, V>(record: Record<K, V>) => Object.entries(record) as [K, V][]

/** Form, title, short description, on site or online. */
export function What({ filled, set, problems }: StepProps) {
  const { t, i18n } = useLingui()
  return (
    <>
      <Radios
        label={t`What kind of event is it?`}
        value={filled.form}
        onChange={(form) => set({ form: form as Form })}
        options={entries(FORMS).map(([value, words]) => ({ value, label: i18n._(words) }))}
      />
      <Field
        label={t`Title`}
        value={filled.title}
        onChange={(title) => set({ title })}
        error={problems.title && i18n._(problems.title)}
        maxLength={200}
        isRequired
        autoComplete="off"
      />
      <Field
        label={t`Short description`}
        hint={t`One or two sentences: what will happen, and for whom it is good.`}
        value={filled.summary}
        onChange={(summary) => set({ summary })}
        error={problems.summary && i18n._(problems.summary)}
        maxLength={400}
        lines={2}
        isRequired
      />
      <Radios
        label={t`Where does it take place?`}
        value={filled.mode}
        onChange={(mode) => set({ mode: mode as Mode })}
        options={entries(MODES).map(([value, words]) => ({ value, label: i18n._(words) }))}
      />
      {filled.mode === "onsite_face" && (
        <Field
          label={t`Place`}
          hint={t`School or house, street, town.`}
          value={filled.place}
          onChange={(place) => set({ place })}
          error={problems.place && i18n._(problems.place)}
          maxLength={200}
          isRequired
        />
      )}
      <Field
        label={t`Programme`}
        hint={t`You may leave it empty.`}
        value={filled.body}
        onChange={(body) => set({ body })}
        maxLength={10_000}
        lines={5}
      />
    </>
  )
}

/** Picture, language, day and hour in Brussels, length (R-069, R-072, D-19). */
export function When({ filled, set, problems, card }: StepProps & { card: EventCard | undefined }) {
  const { t, i18n } = useLingui()
  const zone = useZone()
  const start = startOf(filled)
  const languages = Object.keys(LANGUAGES)
    .map((value) => ({ value, label: languageName(i18n, value) }))
    .sort((a, b) => a.label.localeCompare(b.label, i18n.locale))
  const clocks = CLOCKS.includes(filled.clock) ? CLOCKS : [filled.clock, ...CLOCKS]
  return (
    <>
      <Select
        label={t`Language`}
        value={filled.lang}
        onChange={(lang) => set({ lang })}
        options={languages}
      />
      <div className={styles.pair}>
        <Field
          label={t`Day`}
          type="date"
          value={filled.day}
          onChange={(day) => set({ day })}
          error={problems.day && i18n._(problems.day)}
          isRequired
        />
        <Select
          label={t`Time in Brussels`}
          value={filled.clock}
          onChange={(clock) => set({ clock })}
          options={clocks.map((value) => ({ value, label: value }))}
        />
      </div>
      <Radios
        label={t`How long?`}
        value={String(filled.minutes)}
        onChange={(minutes) => set({ minutes: Number(minutes) })}
        options={LENGTHS.map((minutes) => ({
          value: String(minutes),
          label: minutes < 120 ? t`${minutes} minutes` : t`${minutes / 60} hours`,
        }))}
      />
      {Number.isFinite(start) && (
        <>
          <p className={styles.sum} role="status">
            {timeText(i18n, start, start + filled.minutes * 60_000, zone)}
          </p>
          {start > line.serverNow() && <ClockNote start={start} />}
        </>
      )}
      <PictureField filled={filled} set={set} card={card} />
    </>
  )
}

/** Audience, one of three; co-hosts; seats (R-071, D-13). */
export function Who({ filled, set, problems, contacts }: StepProps & { contacts: Colleague[] | undefined }) {
  const { t, i18n } = useLingui()
  return (
    <>
      <Radios
        label={t`For whom is it?`}
        value={filled.audience}
        onChange={(audience) => set({ audience: audience as Filled["audience"] })}
        options={[
          { value: "all", label: t`All eTwinners` },
          { value: "contacts", label: t`Chosen contacts` },
          { value: "countries", label: t`Chosen countries` },
        ]}
      />
      {filled.audience === "contacts" && (
        <ColleagueChoice
          label={t`Who may join?`}
          people={contacts}
          chosen={filled.contacts}
          onChange={(chosen) => set({ contacts: chosen })}
          error={problems.contacts && i18n._(problems.contacts)}
        />
      )}
      {filled.audience === "countries" && (
        <Countries
          chosen={filled.countries}
          onChange={(countries) => set({ countries })}
          error={problems.countries && i18n._(problems.countries)}
        />
      )}
      <p className={styles.soft}>
        <Trans>Everybody sees that the event takes place; only those you choose can join.</Trans>
      </p>
      <div className={styles.seats}>
        <Field
          label={t`Seats`}
          hint={t`At most ${MOST_SEATS}.`}
          type="number"
          inputMode="numeric"
          value={filled.capacity}
          onChange={(capacity) => set({ capacity })}
          error={problems.capacity && i18n._(problems.capacity)}
          isRequired
        />
      </div>
      <ColleagueChoice
        label={t`Who leads it with you?`}
        people={contacts}
        chosen={filled.cohosts}
        onChange={(cohosts) => set({ cohosts })}
      />
    </>
  )
}

function Countries({
  chosen,
  onChange,
  error,
}: {
  chosen: string[]
  onChange: (chosen: string[]) => void
  error: string | undefined
}) {
  const { t, i18n } = useLingui()
  const all = Object.keys(COUNTRIES).sort((a, b) =>
    countryName(i18n, a).localeCompare(countryName(i18n, b), i18n.locale),
  )
  return (
    <fieldset className={choice.choice}>
      <legend>{t`eTwinners of which countries may join?`}</legend>
      {error && (
        <p className={choice.error} role="alert">
          {error}
        </p>
      )}
      <div className={choice.list}>
        {all.map((code) => (
          <Check
            key={code}
            isSelected={chosen.includes(code)}
            onChange={(on) => onChange(on ? [...chosen, code].sort() : chosen.filter((one) => one !== code))}
          >
            <Flag country={code} /> {countryName(i18n, code)}
          </Check>
        ))}
      </div>
    </fieldset>
  )
}
