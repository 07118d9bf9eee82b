import { Plural, useLingui } from "@lingui/react/macro"
import { type KeyboardEvent, useRef, useState } from "react"
import { Button } from "react-aria-components/Button"
import { Dialog, DialogTrigger } from "react-aria-components/Dialog"
import { Popover } from "react-aria-components/Popover"
import { Field, type FieldProps } from "../../ui"
import { type Opening, useOpening } from "../../ui/later"
import type { EmojiPickerProps } from "./EmojiPicker"
import styles from "./EmojiPicker.module.css"
import { EMOJI_NAMES } from "./emoji"
import { folded } from "./found"

/** From so many on, one may look for one by a word. */
const SEARCHABLE = 20

type FieldKey = Parameters<NonNullable<FieldProps["onKeyDown"]>>[0]

export function EmojiBoard({ emoji, button, onPick, onOpenChange, openAtOnce }: EmojiPickerProps & Opening) {
  const { t } = useLingui()
  const { open, setOpen, around } = useOpening(openAtOnce, onOpenChange)
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <span ref={around} className={styles.around}>
        {button}
      </span>
      <Popover className={styles.popover ?? ""} placement="top" offset={6}>
        <Dialog className={styles.dialog ?? ""} aria-label={t`Emoji`}>
          {({ close }) => (
            <Board
              emoji={emoji}
              onPick={(sign) => {
                close()
                onPick(sign)
              }}
            />
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}

function Board({ emoji, onPick }: Pick<EmojiPickerProps, "emoji" | "onPick">) {
  const { t, i18n } = useLingui()
  const [words, setWords] = useState("")
  const [at, setAt] = useState(0)
  const board = useRef<HTMLDivElement>(null)
  const searchable = emoji.length >= SEARCHABLE
  const nameOf = (sign: string) => {
    const name = EMOJI_NAMES[sign]
    return name ? i18n._(name) : sign
  }
  const shown = words ? emoji.filter((sign) => folded(nameOf(sign)).includes(folded(words.trim()))) : emoji
  const stop = Math.min(at, shown.length - 1)

  /** From the words down into the board. What is not used here is for others: Escape closes. */
  function keysOfWords(event: FieldKey) {
    if (event.key === "Enter" && shown[0]) onPick(shown[0])
    else if (event.key === "ArrowDown") board.current?.querySelectorAll("button")[stop]?.focus()
    else return event.continuePropagation()
    event.preventDefault()
  }

  return (
    <>
      {searchable && (
        <Field
          label={t`Look for an emoji`}
          hideLabel
          icon="magnifying-glass"
          placeholder={t`Look for an emoji`}
          value={words}
          onChange={setWords}
          onKeyDown={keysOfWords}
          // On a phone the keyboard would hide the board.
          autoFocus={window.matchMedia("(hover: hover)").matches}
        />
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys move between the buttons */}
      <div ref={board} className={styles.board} onKeyDown={moveBetweenSigns}>
        {shown.map((sign, place) => (
          <Button
            key={sign}
            className={styles.sign ?? ""}
            aria-label={`${sign} ${nameOf(sign)}`}
            // One stop for Tab; the arrow keys lead to the others.
            excludeFromTabOrder={place !== stop}
            autoFocus={!searchable && place === 0}
            onFocus={() => setAt(place)}
            onPress={() => onPick(sign)}
          >
            {sign}
          </Button>
        ))}
      </div>
      {searchable && (
        <p role="status" className={shown.length > 0 ? "sr" : styles.none}>
          {words && (
            <Plural value={shown.length} _0="No emoji has this name." one="# emoji" other="# emoji" />
          )}
        </p>
      )}
    </>
  )
}

/** Left and right one by one, up and down row by row; mirrored where one reads from the right. Up from the first row
 * leads back to the words. */
function moveBetweenSigns(event: KeyboardEvent<HTMLDivElement>): void {
  const board = event.currentTarget
  const all = [...board.querySelectorAll<HTMLElement>("button")]
  const top = all[0]?.offsetTop
  const columns = Math.max(1, all.filter((one) => one.offsetTop === top).length)
  const ahead = getComputedStyle(board).direction === "rtl" ? -1 : 1
  const steps: Record<string, number> = {
    ArrowRight: ahead,
    ArrowLeft: -ahead,
    ArrowDown: columns,
    ArrowUp: -columns,
  }
  const step = steps[event.key]
  const from = all.indexOf(event.target as HTMLElement)
  if (!step || from < 0) return
  const words = event.key === "ArrowUp" ? board.parentElement?.querySelector("input") : null
  const to = all[from + step] ?? words
  if (!to) return
  event.preventDefault()
  to.focus()
}
