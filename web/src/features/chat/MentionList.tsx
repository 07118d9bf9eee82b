import { useLingui } from "@lingui/react/macro"
import { type KeyboardEvent, type RefObject, useId, useMemo, useState } from "react"
import type { Id, Person } from "../../live"
import { Avatar } from "../../ui"
import styles from "./Composer.module.css"
import { mentionAt } from "./text"

const MOST = 6

export interface Mentions {
  people: readonly Person[]
  chosen: number
  listId: string
  choose: (person: Person) => void
  point: (index: number) => void
  /** True when the key was used here. */
  keys: (event: KeyboardEvent) => boolean
  aria: Record<string, string | boolean | undefined>
}

const fold = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase()

/** Suggests people of the room while a name is typed after an @. */
export function useMentions(
  text: string,
  people: readonly Person[],
  me: Id,
  field: RefObject<HTMLTextAreaElement | null>,
  write: (text: string) => void,
): Mentions {
  const listId = useId()
  const [chosen, setChosen] = useState(0)
  const [closedFor, setClosedFor] = useState<string | null>(null)
  const caret = field.current?.selectionStart ?? text.length
  const at =
    text.includes("@") && closedFor !== text ? mentionAt(text, Math.min(caret + 1, text.length)) : null
  const typed = at ? fold(at.typed) : null
  const found = useMemo(() => {
    if (typed === null) return []
    return people
      .filter(
        ({ id, name }) =>
          id !== me &&
          fold(name)
            .split(" ")
            .some((word) => word.startsWith(typed) || fold(name).startsWith(typed)),
      )
      .slice(0, MOST)
  }, [people, me, typed])
  const index = Math.min(chosen, found.length - 1)

  function choose(person: Person) {
    if (!at) return
    const end = at.from + 1 + at.typed.length
    const first = person.name.split(" ")[0] ?? person.name
    const alone = people.filter(({ name }) => name.split(" ")[0] === first).length === 1
    write(`${text.slice(0, at.from)}@${alone ? first : person.name} ${text.slice(end).trimStart()}`)
    setChosen(0)
    field.current?.focus()
  }

  function keys(event: KeyboardEvent): boolean {
    const person = found[index]
    if (!person) return false
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      setChosen((index + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length)
    } else if (event.key === "Enter" || event.key === "Tab") choose(person)
    else if (event.key === "Escape") setClosedFor(text)
    else return false
    event.preventDefault()
    return true
  }

  const open = found.length > 0
  const aria = {
    "aria-autocomplete": "list",
    "aria-controls": open ? listId : undefined,
    "aria-activedescendant": open ? `${listId}-${index}` : undefined,
  }
  return { people: found, chosen: index, listId, choose, point: setChosen, keys, aria }
}

export function MentionList({ mentions: { people, chosen, listId, choose, point } }: { mentions: Mentions }) {
  const { t } = useLingui()
  if (people.length === 0) return null
  return (
    <div id={listId} role="listbox" aria-label={t`People to mention`} className={styles.people}>
      {people.map((person, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the text field has the keys, as in any combobox
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the text field
        <div
          key={person.id}
          id={`${listId}-${index}`}
          role="option"
          aria-selected={index === chosen}
          onPointerMove={() => point(index)}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => choose(person)}
        >
          <Avatar person={person} size="xs" />
          <bdi>{person.name}</bdi>
          <small>
            <bdi>{person.city}</bdi>
          </small>
        </div>
      ))}
    </div>
  )
}
