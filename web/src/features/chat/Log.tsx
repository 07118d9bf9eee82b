import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { type KeyboardEvent, useCallback, useMemo, useState } from "react"
import { Button } from "react-aria-components/Button"
import { type Id, line } from "../../live"
import { classes, Empty, Icon, useZone } from "../../ui"
import { dateText, longDay, wall } from "../../ui/time"
import styles from "./Log.module.css"
import { MessageRow } from "./MessageRow"
import { OutgoingRow } from "./OutgoingRow"
import { type Row, rowsOf } from "./rows"
import type { ChatStore, ChatView } from "./store"
import type { Inside } from "./useChatroom"
import { useLogScroll } from "./useLogScroll"
import type { Writing } from "./useWriting"

export interface LogProps {
  store: ChatStore
  view: ChatView
  inside: Inside
  writing: Writing
  compact: boolean
}

/** More than this at once is announced as a number, not read out. */
const READ_OUT = 5

/** Everything that was said, from the oldest that is loaded to what is on its way. */
export function Log({ store, view, inside, writing, compact }: LogProps) {
  const { t } = useLingui()
  const zone = useZone()
  const me = inside.you.id
  const { messages, outgoing, newAfter } = view
  const rows = useMemo(
    () => rowsOf({ messages, outgoing, newAfter, me, zone }),
    [messages, outgoing, newAfter, me, zone],
  )
  const scroll = useLogScroll(store, view, me)
  const [active, setActive] = useState<Id | null>(null)
  const unread = messages.filter((one) => one.seq > view.readSeq && one.author.id !== me).length
  const jump = useCallback((id: Id) => jumpTo(scroll.box.current, id), [scroll.box])
  const quiet = view.loadingOlder || view.caughtUp > READ_OUT
  const last = messages.at(-1)?.id

  return (
    <div className={classes(styles.frame, compact && styles.compact)}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys move between messages */}
      <div
        ref={scroll.box}
        className={styles.scroll}
        onScroll={scroll.onScroll}
        onKeyDown={moveBetweenMessages}
        onPointerLeave={() => setActive(null)}
        data-chat-scroll
      >
        {view.loadingOlder && (
          <p className={styles.loading}>
            <Trans>Older messages are coming</Trans>
          </p>
        )}
        {!view.hasOlder && rows.length > 0 && (
          <p className={styles.loading}>
            <Trans>This is where the conversation begins.</Trans>
          </p>
        )}
        {rows.length === 0 && (
          <Empty title={t`Nobody has written yet`}>{t`Say hello to the other schools.`}</Empty>
        )}
        <div
          role="log"
          aria-label={t`Messages`}
          aria-live={quiet ? "off" : "polite"}
          aria-relevant="additions"
          className={styles.log}
        >
          {rows.map((row) =>
            row.kind === "message" ? (
              <MessageRow
                key={row.key}
                message={row.message}
                headed={row.headed}
                own={row.message.author.id === me}
                active={active === row.message.id}
                inTabOrder={row.message.id === last}
                onActive={setActive}
                store={store}
                inside={inside}
                writing={writing}
                onJump={jump}
              />
            ) : row.kind === "outgoing" ? (
              <OutgoingRow key={row.key} outgoing={row.outgoing} headed={row.headed} store={store} />
            ) : (
              <Divider key={row.key} row={row} />
            ),
          )}
        </div>
      </div>
      {scroll.away && (
        <Button className={styles.latest ?? ""} onPress={scroll.toLatest}>
          <Icon name="arrow-down" />
          {unread > 0 ? (
            <Plural value={unread} one="# new message" other="# new messages" />
          ) : (
            <Trans>To the latest</Trans>
          )}
        </Button>
      )}
      <p className="sr" role="status">
        {view.caughtUp > READ_OUT && (
          <Plural value={view.caughtUp} one="# new message" other="# new messages" />
        )}
      </p>
    </div>
  )
}

/** The day with its date of deletion, or the line above what is new. */
function Divider({ row }: { row: Extract<Row, { kind: "day" | "new" }> }) {
  const { t, i18n } = useLingui()
  const zone = useZone()
  if (row.kind === "new") {
    const clock = row.since ? wall(row.since, zone).clock : null
    return (
      <p className={styles.new}>
        <span>{clock ? <Trans>New since {clock}</Trans> : <Trans>New</Trans>}</span>
      </p>
    )
  }
  const now = line.serverNow()
  const name =
    row.date === wall(now, zone).date
      ? t`Today`
      : row.date === wall(now - 86_400_000, zone).date
        ? t`Yesterday`
        : longDay(i18n, wall(row.at, zone))
  const date = dateText(i18n, wall(row.expiresAt, zone))
  return (
    <p className={styles.day}>
      <span>
        <b>{name}</b> · <Trans>deleted on {date}</Trans>
      </span>
    </p>
  )
}

/** Up and down between messages, where the focus is on one. */
function moveBetweenMessages(event: KeyboardEvent<HTMLDivElement>): void {
  const from = (event.target as HTMLElement).closest<HTMLElement>("[data-message]")
  if (!from || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return
  if ((event.target as HTMLElement) !== from) return
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-message]")]
  const to = all[all.indexOf(from) + (event.key === "ArrowUp" ? -1 : 1)]
  if (!to) return
  event.preventDefault()
  to.focus()
  to.scrollIntoView({ block: "nearest" })
}

/** Show the message that a reply answers. */
function jumpTo(box: HTMLElement | null, id: Id): void {
  const target = box?.querySelector<HTMLElement>(`[data-message="${CSS.escape(id)}"]`)
  target?.scrollIntoView({ block: "center" })
  target?.focus({ preventScroll: true })
}
