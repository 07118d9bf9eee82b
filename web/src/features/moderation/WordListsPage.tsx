import { Plural, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import type { FilterList, FilterLists } from "../../live"
import { ButtonLink, classes, Empty, explain, languageName, Select, Skeleton } from "../../ui"
import card from "../../ui/Card.module.css"
import { useTitle } from "../../ui/useTitle"
import { listsQuery } from "./api"
import styles from "./moderation.module.css"
import { TryBox } from "./TryBox"
import { WordImport } from "./WordImport"
import { WordList } from "./WordList"

/** Languages of the programme's countries: for each there may be a list. */
const LANGUAGES =
  "ar az bg bs cs da de el en es et fi fr ga hr hu hy is it ka lt lv mk mt nl no pl pt ro ru sk sl sq sr sv tr uk"

/** The words that let a pupil's message wait, the sites to which pupils may link, and a box to try them (flow D5). */
export function WordListsPage() {
  const { t, i18n } = useLingui()
  const { data, error } = useQuery(listsQuery)
  useTitle(t`Word lists`)
  return (
    <div className={styles.page}>
      <header className={styles.title}>
        <h1>{t`Word lists`}</h1>
        {data && (
          <ButtonLink reloadDocument download to="/api/moderation/filters.csv" icon="download-simple">
            {t`Save all as a file`}
          </ButtonLink>
        )}
      </header>
      {error ? (
        <Empty title={explain(i18n, error)} />
      ) : data ? (
        <Whole lists={data} />
      ) : (
        <Skeleton lines={8} />
      )}
    </div>
  )
}

const HOSTS = "host"
const keyOf = ({ kind, language }: Pick<FilterList, "kind" | "language">) =>
  kind === "host" ? HOSTS : language

function Whole({ lists: { lists, hits } }: { lists: FilterLists }) {
  const { t, i18n } = useLingui()
  const [key, setKey] = useState(() => (lists.some((one) => keyOf(one) === i18n.locale) ? i18n.locale : "en"))
  const known = new Map(lists.map((one) => [keyOf(one), one.entries]))
  const kind = key === HOSTS ? "host" : "word"
  const list: FilterList = { kind, language: key === HOSTS ? "" : key, entries: known.get(key) ?? [] }
  const codes = [...new Set([...LANGUAGES.split(" "), ...lists.map((one) => one.language).filter(Boolean)])]
  return (
    <>
      <p>
        {t`A pupil’s message with one of these words, or with a link to a site that is not in the list, waits for the teacher. The lists hold for all countries.`}{" "}
        <Plural
          value={hits}
          one="In the last three months # message had such a word."
          other="In the last three months # messages had such a word."
        />
      </p>
      <TryBox />
      <section className={classes(card.card, card.pad, styles.form)} aria-labelledby="list">
        <h2 id="list">{t`Lists`}</h2>
        <Select
          label={t`Which list?`}
          value={key}
          onChange={setKey}
          options={[
            { value: HOSTS, label: t`Sites to which pupils may link (${known.get(HOSTS)?.length ?? 0})` },
            ...codes
              .map((code) => ({ code, name: languageName(code), size: known.get(code)?.length ?? 0 }))
              .sort((a, b) => Number(b.size > 0) - Number(a.size > 0) || a.name.localeCompare(b.name))
              .map(({ code, name, size }) => ({ value: code, label: `${name} (${size})` })),
          ]}
        />
        <WordList key={key} list={list} />
        <WordImport key={`file ${key}`} list={list} />
      </section>
    </>
  )
}
