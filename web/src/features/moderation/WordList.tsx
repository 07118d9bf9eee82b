import { plural } from "@lingui/core/macro"
import { Plural, useLingui } from "@lingui/react/macro"
import { useDeferredValue, useRef, useState } from "react"
import type { FilterList } from "../../live"
import { Button, Empty, explain, Field, IconButton, Tag, toasts } from "../../ui"
import { changeList } from "./api"
import styles from "./moderation.module.css"
import { useLists } from "./useLists"

const MOST_SHOWN = 150

/** One list: look for a line, take one out, put new ones in. */
export function WordList({ list }: { list: FilterList }) {
  const { t } = useLingui()
  if (list.entries.length > 0) {
    return (
      <>
        <Lines list={list} />
        <Add list={list} />
      </>
    )
  }
  return (
    <>
      <Empty title={t`This list is empty`}>
        {list.kind === "host"
          ? t`Every link of a pupil waits for the teacher.`
          : t`Write words below, or take them from a file.`}
      </Empty>
      <Add list={list} />
    </>
  )
}

function Lines({ list: { kind, language, entries, hits_of } }: { list: FilterList }) {
  const { t, i18n } = useLingui()
  const { busy, change } = useLists()
  const [sought, setSought] = useState("")
  const words = useDeferredValue(sought).trim().toLocaleLowerCase()
  const found = entries.filter((entry) => entry.includes(words))
  const more = found.length - MOST_SHOWN
  const place = useRef<HTMLUListElement>(null)

  async function act(body: { add: string[] } | { remove: string[] }, done: (() => void) | null) {
    try {
      await change(() => changeList({ kind, language, ...body }))
      done?.()
    } catch (error) {
      toasts.say(explain(i18n, error), { kind: "bad" })
    }
  }

  function remove(entry: string) {
    // The button goes away with its line: the focus stays in the list.
    place.current?.focus()
    const undo = { label: t`Undo`, run: () => void act({ add: [entry] }, null) }
    void act({ remove: [entry] }, () => toasts.say(t`“${entry}” is no longer in the list.`, { action: undo }))
  }

  return (
    <>
      {entries.length > 20 && (
        <Field label={t`Look for a line`} icon="magnifying-glass" value={sought} onChange={setSought} />
      )}
      <ul className={styles.lines} ref={place} tabIndex={-1} aria-label={t`Lines of this list`}>
        {found.slice(0, MOST_SHOWN).map((entry) => (
          <li key={entry}>
            <bdi>{entry}</bdi>
            {hits_of[entry] !== undefined && (
              <Tag kind="hold">
                <Plural value={hits_of[entry]} one="# message" other="# messages" />
              </Tag>
            )}
            <IconButton
              small
              icon="x"
              label={t`Take out “${entry}”`}
              isDisabled={busy}
              onPress={() => remove(entry)}
            />
          </li>
        ))}
      </ul>
      {found.length === 0 && <p>{t`No line has this in it.`}</p>}
      {more > 0 && (
        <p>{t`${plural(more, { one: "# more line: look for it.", other: "# more lines: look for them." })}`}</p>
      )}
    </>
  )
}

function Add({ list: { kind, language } }: { list: FilterList }) {
  const { t, i18n } = useLingui()
  const { busy, change } = useLists()
  const [text, setText] = useState("")
  const [problem, setProblem] = useState<string | null>(null)

  async function add() {
    try {
      const { added } = await change(() => changeList({ kind, language, add: text.split("\n") }))
      setText("")
      setProblem(null)
      toasts.say(t`${plural(added, { one: "# line is new.", other: "# lines are new." })}`)
    } catch (error) {
      setProblem(explain(i18n, error))
    }
  }

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        void add()
      }}
    >
      <Field
        label={kind === "host" ? t`New sites, one on each line` : t`New words, one on each line`}
        hint={
          kind === "host"
            ? t`For example rivers.example; what lies below it is allowed, too.`
            : t`A star at the end stands for every ending: fool* also finds fools and foolish. Accents and capitals make no difference.`
        }
        error={problem}
        value={text}
        onChange={(next) => {
          setText(next)
          setProblem(null)
        }}
        lines={2}
      />
      <Button type="submit" size="small" icon="plus" isDisabled={busy || !text.trim()}>
        {t`Add to the list`}
      </Button>
    </form>
  )
}
