import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { type FormEvent, useEffect, useRef, useState } from "react"
import { ask, type FoundMessages, type Id, line, type Message, type RoomSummary } from "../../live"
import { Avatar, Button, Check, Clock, explain, Field, Select, useZone } from "../../ui"
import { dateText, instantOf, wall } from "../../ui/time"
import { excerpt } from "./found"
import styles from "./SearchPanel.module.css"
import type { Named } from "./text"

export interface SearchPanelProps {
  space: Id
  room: Id
  /** The rooms of the space, for the names of those where something was found. */
  rooms: readonly RoomSummary[]
  people: readonly Named[]
  onGo: (message: Message) => void
  onClose: (panel: HTMLElement) => void
}

interface Asked {
  words: string
  author: string
  since: string
  until: string
  everywhere: boolean
}

const NOTHING: Asked = { words: "", author: "", since: "", until: "", everywhere: false }

/** Looks for messages: by words, author and day, in this room or in all of the TwinSpace. */
export default function SearchPanel({ space, room, rooms, people, onGo, onClose }: SearchPanelProps) {
  const { t, i18n } = useLingui()
  const zone = useZone()
  const [asked, setAsked] = useState(NOTHING)
  const [found, setFound] = useState<(FoundMessages & { words: string }) | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const field = useRef<HTMLDivElement>(null)
  const set = (change: Partial<Asked>) => setAsked({ ...asked, ...change })

  useEffect(() => {
    field.current?.querySelector("input")?.focus()
  }, [])

  async function look(before: Id | null) {
    setBusy(true)
    setProblem(null)
    try {
      const page = await fetchPage(asked, before, space, room, zone)
      const earlier = before && found ? found.messages : []
      setFound({ words: asked.words, older: page.older, messages: [...earlier, ...page.messages] })
    } catch (error) {
      setProblem(error)
    }
    setBusy(false)
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    void look(null)
  }

  const several = rooms.length > 1
  return (
    <section
      className={styles.panel}
      aria-label={t`Search messages`}
      onKeyDown={(event) => event.key === "Escape" && onClose(event.currentTarget)}
    >
      <form className={styles.form} onSubmit={submit}>
        {/* biome-ignore lint/a11y/useSemanticElements: the landmark for those who listen */}
        <div role="search" ref={field} className={styles.words}>
          <Field
            label={t`Words`}
            hideLabel
            icon="magnifying-glass"
            placeholder={t`Words`}
            value={asked.words}
            onChange={(words) => set({ words })}
            maxLength={200}
            type="search"
          />
          <Button type="submit" look="main" isDisabled={busy}>
            <Trans>Search</Trans>
          </Button>
        </div>
        <div className={styles.narrow}>
          <Select
            label={t`From whom`}
            value={asked.author}
            onChange={(author) => set({ author })}
            options={[
              { value: "", label: t`Everybody` },
              ...people.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
          <Field label={t`From day`} type="date" value={asked.since} onChange={(since) => set({ since })} />
          <Field label={t`To day`} type="date" value={asked.until} onChange={(until) => set({ until })} />
          {several && (
            <Check isSelected={asked.everywhere} onChange={(everywhere) => set({ everywhere })}>
              <Trans>In all rooms of this TwinSpace</Trans>
            </Check>
          )}
        </div>
      </form>
      <div className={styles.found}>
        <p role="status" className={styles.count}>
          {problem !== null && explain(i18n, problem)}
          {problem === null && found && !busy && (
            <Plural
              value={found.messages.length}
              _0="Nothing was found."
              one="# message was found."
              other="# messages were found."
            />
          )}
        </p>
        <ol className={styles.list}>
          {found?.messages.map((message) => (
            <li key={message.id}>
              <Hit
                message={message}
                words={found.words}
                room={several ? nameOf(rooms, message.room, t`Everybody`) : null}
                onGo={() => onGo(message)}
              />
            </li>
          ))}
        </ol>
        {found?.older && (
          <Button isDisabled={busy} onPress={() => void look(found.messages.at(-1)?.id ?? null)}>
            <Trans>Show older ones</Trans>
          </Button>
        )}
      </div>
    </section>
  )
}

function nameOf(rooms: readonly RoomSummary[], id: Id, everybody: string): string | null {
  const room = rooms.find((one) => one.room === id)
  return room ? (room.is_default ? everybody : room.title) : null
}

interface HitProps {
  message: Message
  words: string
  room: string | null
  onGo: () => void
}

function Hit({ message, words, room, onGo }: HitProps) {
  const { i18n } = useLingui()
  const zone = useZone()
  return (
    <button type="button" className={styles.hit} onClick={onGo}>
      <Avatar person={message.author} size="s" />
      <span className={styles.head}>
        <b>
          <bdi>{message.author.name}</bdi>
        </b>{" "}
        <small>
          {dateText(i18n, wall(message.created_at, zone))}, <Clock at={message.created_at} />
          {room && (
            <>
              {" · "}
              <bdi>{room}</bdi>
            </>
          )}
        </small>
      </span>
      <span className={styles.text} dir="auto">
        {excerpt(message.text, words).map((part, place) =>
          part.hit ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts never move
            <mark key={place}>{part.text}</mark>
          ) : (
            part.text
          ),
        )}
      </span>
    </button>
  )
}

function fetchPage(
  asked: Asked,
  before: Id | null,
  space: Id,
  room: Id,
  zone: string,
): Promise<FoundMessages> {
  const since = asked.since ? new Date(instantOf(asked.since, "00:00", zone)).toISOString() : null
  // Until the end of the day.
  const until = asked.until
    ? new Date(instantOf(asked.until, "00:00", zone) + 86_400_000).toISOString()
    : null
  const { words } = asked
  const author = asked.author || null
  if (!asked.everywhere)
    return line.request({ type: "chat.search", room, words, author, since, until, before })
  const query = Object.fromEntries(
    Object.entries({ words, author, since, until, before }).flatMap(([key, value]) =>
      value ? [[key, value]] : [],
    ),
  )
  return ask<FoundMessages>("GET", "/api/spaces/{space}/search", { path: { space }, query })
}
