import { plural } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { memo, type PointerEvent, useContext, useRef } from "react"
import { Button } from "react-aria-components/Button"
import { decidesAbout, type Id, type Message } from "../../live"
import { Avatar, Clock, classes, explain, Flag, Icon, MaterialCard, Tag, toasts } from "../../ui"
import { ExtrasContext } from "./extras"
import styles from "./Message.module.css"
import { MessageActions } from "./MessageActions"
import { MessageText } from "./MessageText"
import type { ChatStore } from "./store"
import type { Named } from "./text"
import type { Inside } from "./useChatroom"
import type { Writing } from "./useWriting"
import { whyNot } from "./WhyNot"

export interface MessageRowProps {
  message: Message
  /** With picture, name and time; the next ones of the same person within 3 minutes go without. */
  headed: boolean
  own: boolean
  active: boolean
  /** Whose names can be told. */
  known: readonly Named[]
  inTabOrder: boolean
  onActive: (id: Id | null) => void
  /** A menu of the actions is open. */
  onHold: (open: boolean) => void
  store: ChatStore
  inside: Inside
  writing: Writing
  onJump: (place: { seq: number }) => void
}

const LONG_PRESS_MS = 450

/** One message: who, when, what, and what others felt about it. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const {
    message,
    headed,
    own,
    active,
    inTabOrder,
    known,
    onActive,
    onHold,
    store,
    inside,
    writing,
    onJump,
  } = props
  const adult = message.author.kind !== "pupil"
  const deleted = message.state === "deleted"
  const press = useLongPress(() => onActive(message.id))
  return (
    <article
      className={classes(
        styles.message,
        own && styles.own,
        adult && !own && styles.adult,
        !headed && styles.continued,
        message.state === "held" && styles.held,
        deleted && styles.deleted,
        active && styles.active,
      )}
      data-message={message.id}
      data-seq={message.seq}
      tabIndex={inTabOrder || active ? 0 : -1}
      onFocus={() => onActive(message.id)}
      onPointerEnter={(event) => event.pointerType === "mouse" && onActive(message.id)}
      {...press}
    >
      {!own && headed && <Avatar person={message.author} className={styles.avatar} />}
      <Head message={message} own={own} headed={headed} />
      <div className={styles.line}>
        <div className={styles.body} data-body>
          {message.reply_to && !deleted && <Quoted message={message} onJump={onJump} />}
          {deleted ? (
            <p className={styles.stub}>
              <Icon name="trash" /> <Trans>This message was deleted.</Trans>
            </p>
          ) : (
            <MessageText text={message.text} mentions={message.mentions} people={known} me={inside.you.id} />
          )}
          {message.material && !deleted && <Linked message={message} />}
          {message.edited_at && !deleted && (
            <span className={styles.edited}>
              <Trans>edited</Trans> <Clock at={message.edited_at} />
            </span>
          )}
        </div>
        {active && !deleted && (
          <span className={styles.anchor}>
            <MessageActions
              message={message}
              own={own}
              store={store}
              inside={inside}
              writing={writing}
              onHold={onHold}
              onClose={() => onActive(null)}
            />
          </span>
        )}
      </div>
      {!deleted && message.reactions.length > 0 && (
        <Reactions message={message} store={store} inside={inside} known={known} />
      )}
      {message.state === "held" && (
        <Held message={message} own={own} store={store} inside={inside} writing={writing} />
      )}
    </article>
  )
})

function Head({ message, own, headed }: { message: Message; own: boolean; headed: boolean }) {
  const { author } = message
  if (!headed)
    return (
      <span className="sr">
        <bdi>{author.name}</bdi> <Clock at={message.created_at} />
      </span>
    )
  return (
    <header className={styles.head}>
      <b className={own ? "sr" : undefined}>
        <bdi>{author.name}</bdi>
      </b>
      {!own && author.country && <Flag country={author.country} />}
      {!own && author.kind === "teacher" && (
        <Tag kind="staff">
          <Trans>Teacher</Trans>
        </Tag>
      )}
      {!own && author.kind === "guest" && (
        <Tag kind="staff">
          <Trans>Guest</Trans>
        </Tag>
      )}
      <Clock at={message.created_at} />
    </header>
  )
}

/** The material of the project that the message links. */
function Linked({ message: { material, preview } }: { message: Message }) {
  const { materials } = useContext(ExtrasContext)
  if (!material) return null
  const to = preview ? materials?.address(material) : undefined
  return (
    <div className={styles.linked}>
      <MaterialCard preview={preview} {...(to ? { to } : {})} apart={materials?.apart ?? false} />
    </div>
  )
}

function Quoted({ message, onJump }: { message: Message; onJump: (place: { seq: number }) => void }) {
  const quote = message.reply_to
  if (!quote) return null
  return (
    <Button className={styles.quote ?? ""} onPress={() => onJump({ seq: quote.seq })}>
      <b>
        <bdi>{quote.author.name}</bdi>
      </b>
      <span dir="auto">{quote.text || <Trans>This message is gone.</Trans>}</span>
    </Button>
  )
}

type ReactionsProps = Pick<MessageRowProps, "message" | "store" | "inside" | "known">

function Reactions({ message, store, inside, known }: ReactionsProps) {
  const { t, i18n } = useLingui()
  const mayWrite = whyNot(inside) === null
  const nameOf = (id: Id) => (id === inside.you.id ? t`You` : known.find((one) => one.id === id)?.name)
  return (
    <div className={styles.reactions}>
      {message.reactions.map(({ emoji, users }) => {
        const mine = users.includes(inside.you.id)
        const named = users.map(nameOf).filter(Boolean)
        const others = users.length - named.length
        const who = [
          ...named,
          ...(others > 0 ? [plural(others, { one: "# other", other: "# others" })] : []),
        ].join(", ")
        return (
          <button
            key={emoji}
            type="button"
            aria-pressed={mine}
            aria-label={`${emoji} ${users.length}: ${who}`}
            title={who}
            disabled={!mayWrite}
            onClick={() =>
              store
                .react(message, emoji)
                .catch((error: unknown) => toasts.say(explain(i18n, error), { kind: "bad" }))
            }
          >
            <span>{emoji}</span> {users.length}
          </button>
        )
      })}
    </div>
  )
}

type HeldProps = Pick<MessageRowProps, "message" | "own" | "store" | "inside" | "writing">

/** A held message says who decides and what one can do. */
function Held({ message, own, store, inside, writing }: HeldProps) {
  const { Held: Given } = useContext(ExtrasContext)
  if (Given) {
    const onEdit = own && writing.mayEdit(message) ? () => writing.edit(message) : null
    const onStale = () => void store.catchUp()
    const mayDecide = decidesAbout(inside, message.author)
    return <Given message={message} own={own} mayDecide={mayDecide} onEdit={onEdit} onStale={onStale} />
  }
  return (
    <p className={styles.why}>
      <Icon name="hourglass-medium-fill" />
      <span>
        {own ? (
          <>
            <b>
              <Trans>Waiting for your teacher.</Trans>
            </b>{" "}
            <Trans>Only you can see this.</Trans>{" "}
            {writing.mayEdit(message) && (
              <Button className={styles.link ?? ""} onPress={() => writing.edit(message)}>
                <Trans>Change it</Trans>
              </Button>
            )}
          </>
        ) : (
          <>
            <b>
              <Trans>Held.</Trans>
            </b>{" "}
            <Trans>Only teachers and the writer can see this.</Trans>
          </>
        )}
      </span>
    </p>
  )
}

/** A long press on a touch screen shows what can be done with a message. */
function useLongPress(onLongPress: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const stop = () => {
    if (timer.current) clearTimeout(timer.current)
    timer.current = null
  }
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.pointerType === "mouse") return
      stop()
      timer.current = setTimeout(onLongPress, LONG_PRESS_MS)
    },
    onPointerUp: stop,
    onPointerCancel: stop,
    onPointerMove: (event: PointerEvent) => {
      if (Math.abs(event.movementX) + Math.abs(event.movementY) > 8) stop()
    },
  }
}
