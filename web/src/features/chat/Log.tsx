import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { type KeyboardEvent, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react"
import { Button } from "react-aria-components/Button"
import { type Id, line, type Message } from "../../live"
import { classes, Empty, explain, Icon, toasts, useZone } from "../../ui"
import { dateText, longDay, wall } from "../../ui/time"
import { GapRow } from "./GapRow"
import styles from "./Log.module.css"
import { MessageRow } from "./MessageRow"
import { OutgoingRow } from "./OutgoingRow"
import { type Day, daysOf, type Row } from "./rows"
import type { ChatStore, ChatView } from "./store"
import type { Named } from "./text"
import type { Inside } from "./useChatroom"
import { useLogScroll } from "./useLogScroll"
import type { Writing } from "./useWriting"
import { whyNot } from "./WhyNot"

export interface LogProps {
  store: ChatStore
  view: ChatView
  inside: Inside
  writing: Writing
  compact: boolean
  /** Where to go, as often as it is another object: a message that was found, or a day. */
  goal?: Goal | null
}

export type Goal = { seq: number } | { at: string }

/** More than this at once is announced as a number, not read out. */
const READ_OUT = 5

/** Everything that was said, from the oldest that is loaded to what is on its way. */
export function Log({ store, view, inside, writing, compact, goal }: LogProps) {
  const { t, i18n } = useLingui()
  const zone = useZone()
  const me = inside.you.id
  const { messages, outgoing, newAfter, gaps } = view
  const days = useMemo(
    () => daysOf({ messages, outgoing, newAfter, gaps, me, zone }),
    [messages, outgoing, newAfter, gaps, me, zone],
  )
  const known = useKnown(inside.people, messages)
  const scroll = useLogScroll(store, view, me)
  const { active, setActive, hold } = useActive()
  const unread = messages.filter((one) => one.seq > view.readSeq && one.author.id !== me).length
  const { box, leave } = scroll
  const go = useCallback(
    (place: Goal) => {
      leave()
      store.jump(place).then(
        // The rows are drawn first.
        (found) => found && requestAnimationFrame(() => jumpTo(box.current, found.id)),
        (error: unknown) => toasts.say(explain(i18n, error), { kind: "bad" }),
      )
    },
    [store, box, leave, i18n],
  )
  useEffect(() => {
    if (goal) go(goal)
  }, [goal, go])
  const quiet = view.loadingOlder || view.caughtUp > READ_OUT
  const last = messages.at(-1)?.id
  const mayWrite = whyNot(inside) === null

  const row = (one: Row) =>
    one.kind === "new" ? (
      <NewLine key={one.key} since={one.since} />
    ) : one.kind === "gap" ? (
      <GapRow key={one.key} gap={one.gap} store={store} goesUp={scroll.goesUp} />
    ) : one.kind === "outgoing" ? (
      <OutgoingRow key={one.key} outgoing={one.outgoing} headed={one.headed} store={store} />
    ) : (
      <MessageRow
        key={one.key}
        message={one.message}
        headed={one.headed}
        own={one.message.author.id === me}
        active={active === one.message.id}
        inTabOrder={one.message.id === last}
        known={known}
        onActive={setActive}
        onHold={hold}
        store={store}
        inside={inside}
        writing={writing}
        onJump={go}
      />
    )

  return (
    <div className={classes(styles.frame, compact && styles.compact)}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys move between messages */}
      <div
        ref={scroll.box}
        className={styles.scroll}
        onScroll={scroll.onScroll}
        onKeyDown={(event) => moveBetweenMessages(event) || keysOnMessage(event, view, writing, mayWrite)}
        onPointerLeave={() => setActive(null)}
        data-chat-scroll
      >
        {view.loadingOlder && (
          <p className={styles.loading}>
            <Trans>Older messages are coming</Trans>
          </p>
        )}
        {!view.hasOlder && days.length > 0 && (
          <p className={styles.loading}>
            {view.firstSeq > 1 ? (
              <Trans>Older messages were deleted after 3 months.</Trans>
            ) : (
              <Trans>This is where the conversation begins.</Trans>
            )}
          </p>
        )}
        {days.length === 0 && (
          <Empty title={mayWrite ? t`Nobody has written yet` : t`There is nothing to read`}>
            {mayWrite && t`Say hello to the other schools.`}
          </Empty>
        )}
        <div
          role="log"
          aria-label={t`Messages`}
          aria-live={quiet ? "off" : "polite"}
          aria-relevant="additions"
          className={styles.log}
        >
          {days.map((day) => (
            <section key={day.date} className={styles.section}>
              <DayPill day={day} />
              {day.rows.map(row)}
            </section>
          ))}
        </div>
      </div>
      {newAfter !== null && <NewButton box={box} onGo={() => go({ seq: newAfter + 1 })} away={scroll.away} />}
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

/** Everybody whose name can be told: who is here, and who has written. Stays the same while nobody is added. */
function useKnown(people: readonly Named[], messages: readonly Message[]): readonly Named[] {
  const before = useRef<readonly Named[]>([])
  return useMemo(() => {
    const all = new Map<Id, Named>()
    for (const { author } of messages) all.set(author.id, author)
    for (const person of people) all.set(person.id, person)
    if (all.size !== before.current.length) before.current = [...all.values()]
    return before.current
  }, [people, messages])
}

/** The message whose actions are shown; while one of their menus is open, the pointer changes nothing. */
function useActive() {
  const [active, set] = useState<Id | null>(null)
  const held = useRef(false)
  const setActive = useCallback((id: Id | null) => {
    if (!held.current) set(id)
  }, [])
  const hold = useCallback((open: boolean) => {
    held.current = open
  }, [])
  return { active, setActive, hold }
}

/** The day, with the date on which it is deleted. */
function DayPill({ day }: { day: Day }) {
  const { t, i18n } = useLingui()
  const zone = useZone()
  const now = line.serverNow()
  const name =
    day.date === wall(now, zone).date
      ? t`Today`
      : day.date === wall(now - 86_400_000, zone).date
        ? t`Yesterday`
        : longDay(i18n, wall(day.at, zone))
  const date = day.expiresAt && dateText(i18n, wall(day.expiresAt, zone))
  return (
    <p className={styles.day}>
      <span>
        <b>{name}</b>
        {date && (
          <>
            {" · "}
            <Trans>deleted on {date}</Trans>
          </>
        )}
      </span>
    </p>
  )
}

/** Above what came since one looked last. */
function NewLine({ since }: { since: string | null }) {
  const zone = useZone()
  const clock = since && wall(since, zone).clock
  return (
    <p className={styles.new} data-new>
      {clock ? <Trans>New since {clock}</Trans> : <Trans>New</Trans>}
    </p>
  )
}

interface NewButtonProps {
  box: RefObject<HTMLDivElement | null>
  onGo: () => void
  away: boolean
}

/** Leads up to the "new since" line while that is above what one sees. */
function NewButton({ box, onGo, away }: NewButtonProps) {
  const [above, setAbove] = useState(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at again when one scrolls away or comes back
  useEffect(() => {
    const line = box.current?.querySelector("[data-new]")
    if (!line) {
      setAbove(true)
      return
    }
    const seen = new IntersectionObserver(
      ([entry]) => setAbove(!entry?.isIntersecting && (entry?.boundingClientRect.top ?? 0) < 100),
      { root: box.current },
    )
    seen.observe(line)
    return () => seen.disconnect()
  }, [box, away])
  if (!above) return null
  return (
    <Button className={classes(styles.latest, styles.toNew)} onPress={onGo}>
      <Icon name="arrow-up" />
      <Trans>To the first new message</Trans>
    </Button>
  )
}

/** Up and down between messages, where the focus is on one; Home and End lead to the first and the last. */
function moveBetweenMessages(event: KeyboardEvent<HTMLDivElement>): boolean {
  const from = onMessage(event)
  if (!from || !["ArrowUp", "ArrowDown", "Home", "End"].includes(event.key)) return false
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-message]")]
  const place = all.indexOf(from)
  const to = { ArrowUp: all[place - 1], ArrowDown: all[place + 1], Home: all[0], End: all.at(-1) }[event.key]
  event.preventDefault()
  to?.focus()
  to?.scrollIntoView({ block: "nearest" })
  return true
}

/** R replies, E edits, + reacts; Escape goes back to writing. Only on a message itself, so that nobody is surprised. */
function keysOnMessage(
  event: KeyboardEvent<HTMLDivElement>,
  view: ChatView,
  writing: Writing,
  mayWrite: boolean,
): boolean {
  const row = onMessage(event)
  const message = row && view.messages.find((one) => one.id === row.dataset.message)
  if (!message || event.ctrlKey || event.metaKey || event.altKey) return false
  if (event.key === "Escape") {
    event.currentTarget.closest("[data-chat]")?.querySelector("textarea")?.focus()
  } else if (!mayWrite || message.state !== "visible") return false
  else if (event.key.toLowerCase() === "r") writing.reply(message)
  else if (event.key.toLowerCase() === "e" && writing.mayEdit(message)) writing.edit(message)
  else if (event.key === "+") row.querySelector<HTMLElement>("[data-react]")?.click()
  else return false
  event.preventDefault()
  return true
}

function onMessage(event: KeyboardEvent): HTMLElement | null {
  const row = (event.target as HTMLElement).closest<HTMLElement>("[data-message]")
  return row === event.target ? row : null
}

/** Show the message that a reply answers. */
function jumpTo(box: HTMLElement | null, id: Id): void {
  const target = box?.querySelector<HTMLElement>(`[data-message="${CSS.escape(id)}"]`)
  target?.scrollIntoView({ block: "center" })
  target?.focus({ preventScroll: true })
}
