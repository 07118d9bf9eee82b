import { Plural, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { useEffect, useMemo, useRef, useState } from "react"
import { useSearchParams } from "react-router"
import type { Id, WallRoom } from "../../live"
import {
  ButtonLink,
  classes,
  countryName,
  Empty,
  explain,
  Icon,
  languageName,
  Select,
  Skeleton,
  Tag,
  useNow,
} from "../../ui"
import { useTitle } from "../../ui/useTitle"
import { casesQuery } from "./api"
import { KeysDialog } from "./KeysDialog"
import styles from "./moderation.module.css"
import { RoomStream } from "./RoomStream"
import { type Filter, neighbour, useWall, type WallView } from "./wall"

/** The moderator wall (S9): rooms by risk, one of them open, keys for everything. */
export function WallPage() {
  const { t, i18n } = useLingui()
  const [filter, setFilter] = useState<Filter>({ countries: [], languages: [] })
  const { wall, problem } = useWall(filter)
  useTitle(t`Moderator wall`)
  return (
    <main id="main" tabIndex={-1} className={styles.wall}>
      {problem ? (
        <Empty title={explain(i18n, problem)} />
      ) : wall ? (
        <Whole wall={wall} filter={filter} onFilter={setFilter} />
      ) : (
        <Skeleton lines={8} />
      )}
    </main>
  )
}

interface WholeProps {
  wall: WallView
  filter: Filter
  onFilter: (filter: Filter) => void
}

function Whole({ wall, filter, onFilter }: WholeProps) {
  // The first one stays open when others become more urgent: nobody is moved away from what they are reading.
  const [query] = useSearchParams()
  const [chosen, setChosen] = useState<Id | null>(() => query.get("room") ?? wall.rooms[0]?.room ?? null)
  const [asking, setAsking] = useState(false)
  const room = wall.rooms.find((one) => one.room === chosen) ?? wall.rooms[0]
  const move = (by: 1 | -1) => setChosen(neighbour(wall.rooms, room?.room ?? null, by))
  return (
    <>
      <Totals wall={wall} filter={filter} onFilter={onFilter} />
      <div className={styles.columns}>
        <Rooms rooms={wall.rooms} chosen={room?.room ?? null} onChoose={setChosen} />
        {room && <RoomStream key={room.room} room={room} onMove={move} onHelp={() => setAsking(true)} />}
      </div>
      <Keys />
      <KeysDialog open={asking} onClose={() => setAsking(false)} />
    </>
  )
}

function Totals({ wall, filter, onFilter }: WholeProps) {
  const { t } = useLingui()
  const now = useNow(10_000)
  const waited = wall.oldest_held ? Math.max(0, Math.floor((now - Date.parse(wall.oldest_held)) / 60_000)) : 0
  const figures: [string, string | number][] = [
    [t`held messages`, wall.held],
    [t`oldest wait, minutes`, waited],
    [t`without an adult`, wall.without_adult],
    [t`open reports`, wall.reports],
    [t`rooms`, wall.rooms.length],
  ]
  return (
    <header className={styles.totals}>
      <h1>{t`Moderator wall`}</h1>
      <dl>
        {figures.map(([word, figure]) => (
          <div key={word}>
            <dd>{figure}</dd>
            <dt>{word}</dt>
          </div>
        ))}
      </dl>
      <Filters wall={wall} filter={filter} onFilter={onFilter} />
      <Elsewhere />
    </header>
  )
}

/** The other pages of those who moderate; which of them are theirs is the server's to say. */
function Elsewhere() {
  const { t } = useLingui()
  const { data } = useQuery(casesQuery)
  return (
    <nav className={styles.chips} aria-label={t`Moderation`}>
      <ButtonLink to="/cases" size="small" icon="flag">{t`Reports`}</ButtonLink>
      {data?.keeps_lists && (
        <ButtonLink to="/word-lists" size="small" icon="list-checks">{t`Word lists`}</ButtonLink>
      )}
      {data?.reads_audit && <ButtonLink to="/audit" size="small" icon="list">{t`Audit log`}</ButtonLink>}
    </nav>
  )
}

/** What was there when the filter was opened stays to be chosen from, however few rooms are left. */
function Filters({ wall, filter, onFilter }: WholeProps) {
  const { t, i18n } = useLingui()
  const [all] = useState(() => wall.rooms)
  const countries = useMemo(() => [...new Set(all.flatMap((room) => room.countries))].sort(), [all])
  const languages = useMemo(() => [...new Set(all.flatMap((room) => room.languages))].sort(), [all])
  return (
    <>
      <Select
        hideLabel
        label={t`Country`}
        value={filter.countries[0] ?? ""}
        onChange={(code) => onFilter({ ...filter, countries: code ? [code] : [] })}
        options={[
          { value: "", label: t`All countries` },
          ...countries.map((code) => ({ value: code, label: countryName(i18n, code) })),
        ]}
      />
      <Select
        hideLabel
        label={t`Language`}
        value={filter.languages[0] ?? ""}
        onChange={(code) => onFilter({ ...filter, languages: code ? [code] : [] })}
        options={[
          { value: "", label: t`All languages` },
          ...languages.map((code) => ({ value: code, label: languageName(code) })),
        ]}
      />
    </>
  )
}

interface RoomsProps {
  rooms: readonly WallRoom[]
  chosen: Id | null
  onChoose: (room: Id) => void
}

function Rooms({ rooms, chosen, onChoose }: RoomsProps) {
  const { t } = useLingui()
  const list = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever is chosen, by the keys too, is in sight
  useEffect(() => {
    list.current?.querySelector("[aria-current=true]")?.scrollIntoView({ block: "nearest" })
  }, [chosen])
  if (rooms.length === 0) return <Empty title={t`No room here`} />
  return (
    <nav ref={list} className={styles.rooms} aria-label={t`Rooms, most urgent first`}>
      {rooms.map((room) => (
        <button
          key={room.room}
          type="button"
          aria-current={room.room === chosen}
          data-risk={room.risk >= 150 ? "high" : room.risk > 0 ? "some" : "none"}
          onClick={() => onChoose(room.room)}
        >
          <span>
            <b>
              <bdi>{room.space_title}</bdi>
            </b>
            <small>
              {room.conference && <Icon name="video-camera-fill" label={t`Conference`} />}{" "}
              <bdi>{room.title}</bdi> · <Plural value={room.people} one="# person" other="# people" />
            </small>
          </span>
          <Marks room={room} />
        </button>
      ))}
    </nav>
  )
}

/** What waits for somebody here; the speed only where nothing does. */
function Marks({ room }: { room: WallRoom }) {
  const { t } = useLingui()
  const waits = room.reports > 0 || room.held > 0 || room.no_adult
  return (
    <span className={styles.marks}>
      {room.reports > 0 && (
        <Tag kind="bad" icon="flag">
          <Plural value={room.reports} one="# report" other="# reports" />
        </Tag>
      )}
      {room.held > 0 && <Tag kind="hold" icon="hand-palm-fill">{t`${room.held} held`}</Tag>}
      {room.no_adult && <Tag kind="bad" icon="user-rectangle">{t`No adult`}</Tag>}
      {!waits && room.per_minute > 0 && <Tag>{t`${room.per_minute} per min`}</Tag>}
    </span>
  )
}

function Keys() {
  const { t } = useLingui()
  const keys: [string, string][] = [
    ["J", t`next`],
    ["K", t`previous`],
    ["A", t`approve`],
    ["H", t`hold`],
    ["D", t`delete`],
    ["M", t`mute`],
    ["W", t`write to the pupil`],
    ["E", t`evidence`],
    ["L", t`pause`],
    ["U", t`undo`],
    ["?", t`all keys`],
  ]
  return (
    <footer className={classes(styles.keys)}>
      {keys.map(([key, word]) => (
        <span key={key}>
          <kbd>{key}</kbd> {word}
        </span>
      ))}
      <span>{t`All that you open and do here is written down.`}</span>
    </footer>
  )
}
