import { Plural, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import type { FilterList, FilterLists } from "../../live"
import { ButtonLink, classes, Empty, explain, languageName, Select, Skeleton, Tag } from "../../ui"
import card from "../../ui/Card.module.css"
import { useTitle } from "../../ui/useTitle"
import { listsQuery } from "./api"
import styles from "./moderation.module.css"
import { TryBox } from "./TryBox"
import { WordImport } from "./WordImport"
import { WordList } from "./WordList"
import { DETECTED } from "./words"

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

function Whole({ lists: { lists, hits, detected } }: { lists: FilterLists }) {
  const { t, i18n } = useLingui()
  const [key, setKey] = useState(() => (lists.some((one) => keyOf(one) === i18n.locale) ? i18n.locale : "en"))
  const known = new Map(lists.map((one) => [keyOf(one), one]))
  const sizeOf = (list: string) => known.get(list)?.entries.length ?? 0
  const kind = key === HOSTS ? "host" : "word"
  const none = { entries: [], hits: 0, hits_of: {} }
  const list: FilterList = { kind, language: key === HOSTS ? "" : key, ...(known.get(key) ?? none) }
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
      <Detected detected={detected} />
      <TryBox />
      <section className={classes(card.card, card.pad, styles.form)} aria-labelledby="list">
        <h2 id="list">{t`Lists`}</h2>
        <Select
          label={t`Which list?`}
          value={key}
          onChange={setKey}
          options={[
            { value: HOSTS, label: t`Sites to which pupils may link (${sizeOf(HOSTS)})` },
            ...codes
              .map((code) => ({ code, name: languageName(code), size: sizeOf(code) }))
              .sort((a, b) => Number(b.size > 0) - Number(a.size > 0) || a.name.localeCompare(b.name))
              .map(({ code, name, size }) => ({ value: code, label: `${name} (${size})` })),
          ]}
        />
        {kind === "word" && list.entries.length > 0 && (
          <p>
            <Plural
              value={list.hits}
              _0="No message of the last three months had a word of this list."
              one="# message of the last three months had a word of this list; how many by which line stands beside it."
              other="# messages of the last three months had a word of this list; how many by which line stands beside it."
            />
          </p>
        )}
        <WordList key={key} list={list} />
        <WordImport key={`file ${key}`} list={list} />
      </section>
    </>
  )
}

/** What was found without any list, so that nobody seeks it there. */
function Detected({ detected }: Pick<FilterLists, "detected">) {
  const { t, i18n } = useLingui()
  const found = Object.entries(DETECTED).flatMap(([kind, words]) => {
    const number = detected[kind]
    return number ? [[kind, words, number] as const] : []
  })
  if (found.length === 0) return null
  return (
    <ul className={styles.chips} aria-label={t`Found by the detectors, in messages of the last three months`}>
      {found.map(([kind, words, number]) => (
        <li key={kind}>
          <Tag>
            {i18n._(words)}: {number}
          </Tag>
        </li>
      ))}
    </ul>
  )
}
