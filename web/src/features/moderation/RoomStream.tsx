import { useLingui } from "@lingui/react/macro"
import {
  type UIEvent,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react"
import { type Id, LiveRoom, line, type Message, type Person, type WallRoom } from "../../live"
import { Avatar, Button, explain, Field, MaterialCard, Moment, Skeleton, Tag, toasts, useNow } from "../../ui"
import { AllOfOne } from "./AllOfOne"
import { openRoom } from "./api"
import { Why } from "./HeldNote"
import { MuteDialog } from "./MuteDialog"
import { marked } from "./marks"
import styles from "./moderation.module.css"
import { RoomPast } from "./RoomPast"
import { isGoing } from "./removing"
import { Stream, unexpired } from "./stream"
import { type Acts, useActs } from "./useActs"
import { WarnDialog } from "./WarnDialog"

interface RoomStreamProps {
  room: WallRoom
  onMove: (by: 1 | -1) => void
  onHelp: () => void
}

const serverNow = () => line.serverNow()

/** The chosen room: behind its door, or, after saying why, its live stream and what one may do. */
export function RoomStream({ room, onMove, onHelp }: RoomStreamProps) {
  if (room.open_until) return <Inside room={room} onMove={onMove} onHelp={onHelp} />
  return <DoorOf room={room} onMove={onMove} onHelp={onHelp} />
}

/** A private space is opened for a reason, for a time, and its founders are told (T35). */
function DoorOf({ room, onMove, onHelp }: RoomStreamProps) {
  const { t, i18n } = useLingui()
  const [reason, setReason] = useState("")
  useKeys({ j: () => onMove(1), k: () => onMove(-1), u: () => toasts.act(), "?": onHelp })
  const open = () =>
    openRoom(room.room, { reason }).catch(
      (error: unknown) => void toasts.say(explain(i18n, error), { kind: "bad" }),
    )
  return (
    <section className={styles.stream} aria-label={room.space_title}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          void open()
        }}
      >
        <h2>{t`This is a private room`}</h2>
        <p>{t`Say why you look into it. Its founders read your reason, everybody inside sees that a moderator is present, and it ends after two hours.`}</p>
        <Field label={t`Reason`} value={reason} onChange={setReason} maxLength={400} />
        <Button type="submit" look="main" icon="key" isDisabled={reason.trim().length < 10}>
          {t`Open the room`}
        </Button>
      </form>
    </section>
  )
}

function Inside({ room, onMove, onHelp }: RoomStreamProps) {
  const { t } = useLingui()
  const live = useMemo(() => new LiveRoom(line, room.room), [room.room])
  const stream = useMemo(() => new Stream(line, room.room), [room.room])
  useEffect(() => {
    const stops = [stream.open(), live.afterEntering(() => void stream.load()), live.open()]
    return () => {
      for (const stop of stops) stop()
    }
  }, [live, stream])
  const stored = useSyncExternalStore(stream.subscribe, stream.read)
  const now = useNow(10_000, serverNow)
  const messages = useMemo(() => stored && unexpired(stored, now), [stored, now])
  const [picked, setPicked] = useState<Id | null>(null)
  const message = messages?.find((one) => one.id === picked)
  useEffect(() => {
    // What was chosen stays chosen, whatever arrives: a key must never meet another message than the one in sight.
    if (messages && !message) setPicked((firstHeld(messages) ?? messages.at(-1))?.id ?? null)
  }, [messages, message])
  const [muting, setMuting] = useState<Person | null>(null)
  const [warning, setWarning] = useState<Message | null>(null)
  const { act, doing, isMuted } = useActs(room, message, {
    onStale: () => void stream.load(),
    onWarn: setWarning,
    onDecided: (id) => setPicked((now) => (now === id ? (firstHeld(stream.read(), id)?.id ?? id) : now)),
  })
  const list = useFollowed(messages)
  const loaded = messages !== null
  useEffect(() => {
    // The form at the door has gone with the focus: whoever listens is led inside.
    if (loaded && document.activeElement === document.body) list.ref.current?.focus()
  }, [loaded, list.ref])
  const step = (by: 1 | -1) => {
    const at = messages?.findIndex((one) => one.id === message?.id) ?? -1
    setPicked(messages?.[at + by]?.id ?? picked)
  }
  useKeys({
    j: () => onMove(1),
    k: () => onMove(-1),
    arrowup: () => step(-1),
    arrowdown: () => step(1),
    u: () => toasts.act(),
    "?": onHelp,
    ...act,
  })
  if (!messages) return <Skeleton lines={6} pictures />
  return (
    <>
      <section className={styles.stream} tabIndex={-1} aria-label={t`Messages`} {...list}>
        <p className={styles.present}>
          <Tag kind="info" icon="shield-check">{t`Moderator present`}</Tag>
        </p>
        {messages.map((one) => (
          <Line key={one.id} message={one} chosen={one.id === message?.id} onPick={() => setPicked(one.id)} />
        ))}
      </section>
      <aside className={styles.context} aria-label={t`What you can do`}>
        {message && (
          <div className={styles.who}>
            <Avatar person={message.author} />
            <span>
              <b>
                <bdi>{message.author.name}</bdi>
              </b>
              <small>
                <bdi>{message.author.school}</bdi>
              </small>
            </span>
            {isMuted && <Tag kind="hold" icon="chat-slash">{t`muted`}</Tag>}
          </div>
        )}
        {doing.map(([key, icon, words]) => (
          <Button key={key} icon={icon} onPress={() => act[key]?.()}>
            {words}
          </Button>
        ))}
        {act.m && message && (
          <Button icon="chat-slash" onPress={() => setMuting(message.author)}>{t`Mute for longer …`}</Button>
        )}
        {message?.author.kind === "pupil" && (
          <AllOfOne
            room={room.room}
            pupil={message.author}
            messages={messages}
            onStale={() => void stream.load()}
          />
        )}
        <RoomPast room={room.room} pupil={message?.author.kind === "pupil" ? message.author.id : null} />
      </aside>
      <MuteDialog room={room.room} pupil={muting} onClose={() => setMuting(null)} />
      <WarnDialog message={warning} onClose={() => setWarning(null)} />
    </>
  )
}

const firstHeld = (messages: readonly Message[] | null, but?: Id) =>
  messages?.find((one) => one.state === "held" && one.id !== but && !isGoing(one.id))

/** Whoever looks at the end of a list sees what comes; whoever looks further up is not moved away. */
function useFollowed(content: unknown) {
  const ref = useRef<HTMLElement>(null)
  const atEnd = useRef(true)
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each change of what is in it
  useLayoutEffect(() => {
    if (atEnd.current) ref.current?.scrollTo({ top: ref.current.scrollHeight })
  }, [content])
  return {
    ref,
    onScroll: ({ currentTarget: { scrollTop, clientHeight, scrollHeight } }: UIEvent<HTMLElement>) => {
      atEnd.current = scrollTop + clientHeight > scrollHeight - 24
    },
  }
}

function Line({ message, chosen, onPick }: { message: Message; chosen: boolean; onPick: () => void }) {
  const { t } = useLingui()
  const place = useRef<HTMLElement>(null)
  useEffect(() => {
    if (chosen) place.current?.scrollIntoView({ block: "nearest" })
  }, [chosen])
  return (
    <article
      ref={place}
      className={styles.streamLine}
      data-held={message.state === "held"}
      aria-current={chosen}
    >
      <header>
        <b>
          <bdi>{message.author.name}</bdi>
        </b>
        <Moment at={message.created_at} />
        {message.state === "held" && (
          <Tag kind="hold" icon="hand-palm-fill">
            <Why message={message} />
          </Tag>
        )}
        {!chosen && (
          <Button size="small" look="quiet" onPress={onPick}>
            {t`Choose`}
          </Button>
        )}
      </header>
      <p dir="auto" className={message.state === "held" ? styles.words : undefined}>
        {message.state === "deleted"
          ? t`This message was deleted.`
          : marked(message.text, message.hold?.findings ?? []).map(({ key, text, found }) =>
              found ? <mark key={key}>{text}</mark> : <span key={key}>{text}</span>,
            )}
      </p>
      {message.material && <MaterialCard preview={message.preview} />}
    </article>
  )
}

/** Single keys, where nothing is being written and no dialog is open. */
function useKeys(keys: Acts) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const busy =
        event.target instanceof Element &&
        event.target.closest("input, textarea, select, [role=dialog], [role=menu]")
      if (busy || event.ctrlKey || event.metaKey || event.altKey) return
      const work = keys[event.key.toLowerCase()]
      if (!work) return
      event.preventDefault()
      work()
    }
    window.addEventListener("keydown", press)
    return () => window.removeEventListener("keydown", press)
  }, [keys])
}
