import { Trans, useLingui } from "@lingui/react/macro"
import { lazy, Suspense, useContext, useState } from "react"
import { type Id, line, type Message, type RoomSummary } from "../../live"
import { classes, Empty, explain, Icon, Skeleton } from "../../ui"
import styles from "./ChatPanel.module.css"
import { ChatTools } from "./ChatTools"
import { Composer } from "./Composer"
import { useDensity } from "./density"
import { ExtrasContext } from "./extras"
import { type Goal, Log } from "./Log"
import type { ChatStore } from "./store"
import { type Inside, useChat, useChatInside } from "./useChatroom"
import { useWriting } from "./useWriting"

const SearchPanel = lazy(() => import("./SearchPanel"))

export interface ChatFrameProps {
  store: ChatStore
  inside: Inside
  compact?: boolean
  /** A chatroom can be searched; beside a stage there is no room for that. */
  search?: Searched
}

export interface Searched {
  space: Id
  rooms: readonly RoomSummary[]
  /** A message that was found in another room. */
  onElsewhere: (message: Message) => void
  /** Where the address leads. */
  goal: Goal | null
}

/** The strip about deletion, the log, who is typing, the composer. */
export function ChatFrame({ store, inside, compact = false, search }: ChatFrameProps) {
  const { i18n } = useLingui()
  const { Warned, Silenced } = useContext(ExtrasContext)
  const view = useChat(store)
  const density = useDensity()
  const [searching, setSearching] = useState(false)
  const [goal, setGoal] = useState<Goal | null>(search?.goal ?? null)
  const writing = useWriting(view, inside)
  if (view.phase === "failed") return <Empty title={explain(i18n, view.problem)} />
  const composer = <Composer store={store} view={view} inside={inside} writing={writing} />
  return (
    <div
      className={classes(styles.panel, compact && styles.compact, density === "compact" && styles.dense)}
      data-chat
    >
      <div className={styles.notice}>
        <Icon name="hourglass-low-fill" />
        <span>
          <Trans>Messages are deleted automatically after 3 months.</Trans>
        </span>
        {search && (
          <ChatTools searching={searching} onSearch={() => setSearching(!searching)} onGo={setGoal} />
        )}
      </div>
      {view.phase === "loading" ? (
        <Skeleton lines={6} pictures />
      ) : (
        <div className={styles.middle}>
          <Log store={store} view={view} inside={inside} writing={writing} compact={compact} goal={goal} />
          {search && searching && (
            <Suspense>
              <SearchPanel
                space={search.space}
                room={store.room}
                rooms={search.rooms}
                people={writers(view.messages, inside)}
                onClose={(panel) => {
                  // The focus would go with the panel.
                  panel.closest("[data-chat]")?.querySelector<HTMLElement>("[data-search]")?.focus()
                  setSearching(false)
                }}
                onGo={(message) => {
                  setSearching(false)
                  if (message.room === store.room) setGoal({ seq: message.seq })
                  else search.onElsewhere(message)
                }}
              />
            </Suspense>
          )}
        </div>
      )}
      <div className={styles.foot}>
        {Warned && inside.you.kind === "pupil" && (
          <Warned room={store.room} onShow={(seq) => setGoal({ seq })} />
        )}
        <Typing names={view.typists.map((one) => one.name)} />
        {Silenced && search && inside.you.kind === "pupil" ? (
          <Silenced room={store.room}>{composer}</Silenced>
        ) : (
          composer
        )}
      </div>
    </div>
  )
}

/** Whose messages one may look for: who has written lately, and who is here. */
function writers(messages: readonly Message[], { people }: Inside) {
  const all = new Map([...messages.map((one) => one.author), ...people].map((one) => [one.id, one]))
  return [...all.values()].sort((a, b) => a.name.localeCompare(b.name))
}

export interface ChatPanelProps {
  room: Id
  /** Who is here and what one may do: known to whoever entered the room. */
  inside: Inside
  compact?: boolean
}

/** The chat of a room that is entered elsewhere; stands beside the stage of a conference. */
export function ChatPanel({ room, inside, compact = true }: ChatPanelProps) {
  const store = useChatInside(room, inside.you.id)
  return <ChatFrame store={store} inside={inside} compact={compact} />
}

/** Who is writing, in words; the line keeps its height so that nothing jumps. */
function Typing({ names }: { names: string[] }) {
  const { t } = useLingui()
  const [first = "", second = ""] = names
  const words =
    names.length === 0
      ? ""
      : names.length === 1
        ? t`${first} is writing`
        : names.length === 2
          ? t`${first} and ${second} are writing`
          : t`Several people are writing`
  return <p className={styles.typing}>{line.state === "open" ? words : ""}</p>
}
