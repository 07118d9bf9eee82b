import type { I18n, MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import type { Colleague } from "../../live"
import { Banner, Button, countryName } from "../../ui"
import type { Filled } from "./fields"
import styles from "./MakePage.module.css"
import { FORMS, languageName, MODES } from "./words"

const AUDIENCES: Record<Filled["audience"], MessageDescriptor> = {
  all: msg`For all eTwinners`,
  contacts: msg`For contacts of the host`,
  countries: msg`For eTwinners of chosen countries`,
}

const NAMES: Record<keyof Filled, MessageDescriptor> = {
  form: msg`Kind of event`,
  mode: msg`Where it takes place`,
  title: msg`Title`,
  summary: msg`Short description`,
  body: msg`Programme`,
  place: msg`Place`,
  lang: msg`Language`,
  day: msg`Day`,
  clock: msg`Time`,
  minutes: msg`Minutes`,
  audience: msg`For whom`,
  countries: msg`Countries`,
  contacts: msg`Chosen contacts`,
  cohosts: msg`Co-hosts`,
  capacity: msg`Seats`,
  pictureThere: msg`Picture`,
  picture: msg`Picture`,
  pictureGone: msg`Picture`,
  pictureAlt: msg`What the picture shows`,
}

export interface Conflict {
  /** Who wrote it meanwhile. */
  by: string
  theirs: Filled
  taken: readonly (keyof Filled)[]
  both: readonly (keyof Filled)[]
}

/** Somebody else who leads the event saved it first: what was taken over, and what both wrote, side by side. */
export function Meanwhile({
  conflict,
  filled,
  people,
  pictures,
  onTake,
}: {
  conflict: Conflict
  filled: Filled
  people: readonly Colleague[]
  /** Where theirs and one's own are. */
  pictures: { theirs: string | null; mine: string | null }
  onTake: (key: keyof Filled) => void
}) {
  const { t, i18n } = useLingui()
  const { by, theirs, taken, both } = conflict
  const takenNames = taken.map((key) => i18n._(NAMES[key])).join(", ")
  const open = both.filter((key) => shown(i18n, key, filled, people) !== shown(i18n, key, theirs, people))
  return (
    <Banner kind="hold" alert>
      <div className={styles.meanwhile}>
        <p>
          <b>{t`${by} has changed this event while you were writing.`}</b>{" "}
          {t`Nothing is lost: your text is still here, and it is not saved yet.`}
        </p>
        {takenNames && <p>{t`Taken over, because you had not touched it: ${takenNames}.`}</p>}
        {open.length > 0 && (
          <>
            <p>{t`You both changed this. Yours is kept unless you take theirs:`}</p>
            <dl>
              {open.map((key) => (
                <div key={key}>
                  <dt>{i18n._(NAMES[key])}</dt>
                  <dd>
                    <small>{by}</small>{" "}
                    {key === "picture" ? (
                      <Small address={pictures.theirs} />
                    ) : (
                      <bdi>{shown(i18n, key, theirs, people) || "–"}</bdi>
                    )}
                  </dd>
                  <dd>
                    <small>{t`You`}</small>{" "}
                    {key === "picture" ? (
                      <Small address={pictures.mine} />
                    ) : (
                      <bdi>{shown(i18n, key, filled, people) || "–"}</bdi>
                    )}
                  </dd>
                  <dd>
                    <Button size="small" onPress={() => onTake(key)}>
                      {t`Take theirs`}
                    </Button>
                  </dd>
                </div>
              ))}
            </dl>
          </>
        )}
        <p>{t`Look through it and save again.`}</p>
      </div>
    </Banner>
  )
}

function Small({ address }: { address: string | null }) {
  const { t } = useLingui()
  return address ? <img src={address} alt="" className={styles.small} /> : t`No picture`
}

function shown(i18n: I18n, key: keyof Filled, filled: Filled, people: readonly Colleague[]): string {
  const named = (ids: readonly string[]) =>
    ids.map((id) => people.find((one) => one.id === id)?.name ?? "…").join(", ")
  switch (key) {
    case "form":
      return i18n._(FORMS[filled.form])
    case "mode":
      return i18n._(MODES[filled.mode])
    case "lang":
      return languageName(i18n, filled.lang)
    case "audience":
      return i18n._(AUDIENCES[filled.audience])
    case "countries":
      return filled.countries.map((one) => countryName(i18n, one)).join(", ")
    case "contacts":
      return named(filled.contacts)
    case "cohosts":
      return named(filled.cohosts)
    case "picture":
      return filled.picture?.name ?? (filled.pictureGone ? "" : (filled.pictureThere ?? ""))
    default:
      return String(filled[key])
  }
}
