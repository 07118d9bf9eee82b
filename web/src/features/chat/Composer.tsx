import { Trans, useLingui } from "@lingui/react/macro"
import {
  type KeyboardEvent,
  type RefObject,
  Suspense,
  useContext,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react"
import { Button } from "react-aria-components/Button"
import type { MaterialPreview, Message } from "../../live"
import { explain, Icon, IconButton, MaterialCard, toasts } from "../../ui"
import styles from "./Composer.module.css"
import { EmojiPicker } from "./EmojiPicker"
import { EMOJI } from "./emoji"
import { ExtrasContext } from "./extras"
import { MentionList, useMentions } from "./MentionList"
import type { ChatStore, ChatView } from "./store"
import { mentionsAfter, mentionsIn } from "./text"
import type { Inside } from "./useChatroom"
import type { Writing } from "./useWriting"
import { WhyNot, whyNot } from "./WhyNot"

const MAX_TEXT = 2000
const SHOW_COUNT_FROM = 1800

export interface ComposerProps {
  store: ChatStore
  view: ChatView
  inside: Inside
  writing: Writing
}

/** Where one writes. Enter sends, Shift+Enter makes a line, Up edits the last own message, Escape goes back. */
export function Composer({ store, view, inside, writing }: ComposerProps) {
  const reason = whyNot(inside)
  if (reason) return <WhyNot reason={reason} closed={inside.closed} />
  // A new text for an old message has a composer of its own: the draft stays as it is.
  return (
    <Box key={writing.editing?.id ?? "new"} store={store} view={view} inside={inside} writing={writing} />
  )
}

function Box({ store, view, inside, writing }: ComposerProps) {
  const { t, i18n } = useLingui()
  const { editing, replyTo } = writing
  const [text, setText] = useState(editing?.text ?? store.draft)
  const [material, setMaterial] = useState<MaterialPreview | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const mentions = useMentions(text, inside.people, inside.you.id, field, write)
  const label = editing ? t`Another text for your message` : t`Write to everybody`
  const countId = useId()
  const tooLong = [...text].length - MAX_TEXT

  useEffect(() => {
    if (!editing && !replyTo) return
    field.current?.focus()
    if (editing) field.current?.setSelectionRange(editing.text.length, editing.text.length)
  }, [editing, replyTo])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the text decides the height
  useLayoutEffect(() => {
    const element = field.current
    if (!element) return
    element.style.blockSize = "auto"
    element.style.blockSize = `${element.scrollHeight}px`
  }, [text])

  function write(next: string) {
    setText(next)
    if (editing) return
    store.keepDraft(next)
    if (next.trim()) store.typed()
  }

  function send() {
    // A picture without words says what it is called.
    const words = text.trim() || material?.title
    if (!words || tooLong > 0) return
    if (editing) {
      if (words !== editing.text)
        store
          .edit(editing.id, words, mentionsAfter(words, editing, inside.people, view.messages))
          .catch((error: unknown) => toasts.say(explain(i18n, error), { kind: "bad" }))
      writing.stop()
      return
    }
    store.send(words, replyTo && quoteOf(replyTo), mentionsIn(words, inside.people), material)
    setText("")
    setMaterial(null)
    writing.stop()
  }

  function keys(event: KeyboardEvent<HTMLTextAreaElement>) {
    // While a word is being composed (Arabic, Georgian, phones), keys belong to the input method.
    if (event.nativeEvent.isComposing) return
    if (mentions.keys(event)) return
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault()
      send()
    } else if (event.key === "Escape" && (editing || replyTo)) {
      event.preventDefault()
      writing.stop()
    } else if (event.key === "ArrowUp" && !editing && text === "" && writing.editLast())
      event.preventDefault()
  }

  function insert(sign: string) {
    const at = field.current?.selectionStart ?? text.length
    write(text.slice(0, at) + sign + text.slice(field.current?.selectionEnd ?? at))
    // The board gives the focus back to its button first.
    setTimeout(() => {
      field.current?.focus()
      field.current?.setSelectionRange(at + sign.length, at + sign.length)
    })
  }

  return (
    <div className={styles.wrap}>
      {(editing || replyTo) && (
        <About message={editing ?? replyTo} editing={Boolean(editing)} onStop={writing.stop} />
      )}
      {material && (
        <div className={styles.attached}>
          <MaterialCard
            preview={material}
            end={<IconButton icon="x" label={t`Do not attach it`} small onPress={() => setMaterial(null)} />}
          />
        </div>
      )}
      <MentionList mentions={mentions} />
      <div className={styles.box}>
        <EmojiPicker
          emoji={EMOJI}
          onPick={insert}
          button={<IconButton icon="smiley" label={t`Add an emoji`} />}
        />
        {!editing && <Attach inside={inside} field={field} onPick={setMaterial} />}
        <textarea
          ref={field}
          className={styles.text}
          rows={1}
          dir="auto"
          value={text}
          aria-label={label}
          placeholder={label}
          enterKeyHint="send"
          aria-describedby={tooLong > MAX_TEXT - SHOW_COUNT_FROM ? countId : undefined}
          {...mentions.aria}
          onChange={(event) => write(event.target.value)}
          onKeyDown={keys}
        />
        <Button
          className={styles.send ?? ""}
          aria-label={editing ? t`Save` : t`Send`}
          isDisabled={!(text.trim() || material) || tooLong > 0}
          onPress={send}
        >
          <Icon name={editing ? "check-bold" : "paper-plane-right-fill"} />
        </Button>
      </div>
      {tooLong > SHOW_COUNT_FROM - MAX_TEXT && (
        <p
          id={countId}
          className={tooLong > 0 ? styles.tooLong : styles.count}
          role={tooLong > 0 ? "alert" : undefined}
        >
          {tooLong > 0 ? (
            <Trans>{tooLong} characters too many</Trans>
          ) : (
            <Trans>{-tooLong} characters left</Trans>
          )}
        </p>
      )}
    </div>
  )
}

interface AttachProps {
  inside: Inside
  field: RefObject<HTMLTextAreaElement | null>
  onPick: (material: MaterialPreview) => void
}

/** No file goes into a chat by itself: it is in Materials first. */
function Attach({ inside, field, onPick }: AttachProps) {
  const { t } = useLingui()
  const { materials } = useContext(ExtrasContext)
  const [open, setOpen] = useState(false)
  if (!materials || !inside.may.includes("CHAT_ATTACH")) return null

  function pick(material: MaterialPreview) {
    setOpen(false)
    onPick(material)
    // The dialog gives the focus back to its button first.
    setTimeout(() => field.current?.focus())
  }

  return (
    <>
      <IconButton icon="paperclip" label={t`Attach from Materials`} onPress={() => setOpen(true)} />
      {open && (
        <Suspense>
          <materials.Picker onPick={pick} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}

function quoteOf(message: Message) {
  return { id: message.id, seq: message.seq, author: message.author, text: message.text.slice(0, 140) }
}

/** What the composer is about, when it is not a new message. */
function About({
  message,
  editing,
  onStop,
}: {
  message: Message | null
  editing: boolean
  onStop: () => void
}) {
  const { t } = useLingui()
  if (!message) return null
  return (
    <div className={styles.about}>
      <Icon name={editing ? "pencil-simple" : "arrow-bend-up-left"} />
      <p>
        <b>
          {editing ? (
            <Trans>You change your message</Trans>
          ) : (
            <Trans>
              Reply to <bdi>{message.author.name}</bdi>
            </Trans>
          )}
        </b>
        <span dir="auto">{message.text}</span>
      </p>
      <IconButton icon="x" label={t`Cancel`} small onPress={onStop} />
    </div>
  )
}
