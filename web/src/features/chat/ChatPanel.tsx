import { Trans, useLingui } from "@lingui/react/macro"
import { type Id, line } from "../../live"
import { classes, Empty, explain, Icon, Skeleton } from "../../ui"
import styles from "./ChatPanel.module.css"
import { Composer } from "./Composer"
import { Log } from "./Log"
import type { ChatStore } from "./store"
import { type Inside, useChat, useChatInside } from "./useChatroom"
import { useWriting } from "./useWriting"

export interface ChatFrameProps {
  store: ChatStore
  inside: Inside
  compact?: boolean
}

/** The strip about deletion, the log, who is typing, the composer. */
export function ChatFrame({ store, inside, compact = false }: ChatFrameProps) {
  const { i18n } = useLingui()
  const view = useChat(store)
  const writing = useWriting(view, inside)
  if (view.phase === "failed") return <Empty title={explain(i18n, view.problem)} />
  return (
    <div className={classes(styles.panel, compact && styles.compact)}>
      <p className={styles.notice}>
        <Icon name="hourglass-low-fill" />
        <span>
          <Trans>Messages are deleted automatically after 3 months.</Trans>
        </span>
      </p>
      {view.phase === "loading" ? (
        <Skeleton lines={6} pictures />
      ) : (
        <Log store={store} view={view} inside={inside} writing={writing} compact={compact} />
      )}
      <div className={styles.foot}>
        <Typing names={view.typists.map((one) => one.name)} />
        <Composer store={store} view={view} inside={inside} writing={writing} />
      </div>
    </div>
  )
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
