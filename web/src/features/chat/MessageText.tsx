import { memo } from "react"
import type { Id } from "../../live"
import { classes } from "../../ui"
import styles from "./Message.module.css"
import { isOnlyEmoji, type Named, pieces } from "./text"

export interface MessageTextProps {
  text: string
  mentions: readonly Id[]
  people: readonly Named[]
  me: Id
}

/** The words of a message: links, names, line breaks. Nothing is read as markup. */
export const MessageText = memo(function MessageText({ text, mentions, people, me }: MessageTextProps) {
  const named = people.filter(({ id }) => mentions.includes(id))
  return (
    <p dir="auto" className={classes(styles.text, isOnlyEmoji(text) && styles.large)}>
      {pieces(text, named).map((piece, place) =>
        piece.kind === "link" ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces never move
          <a key={place} href={piece.text} target="_blank" rel="noopener noreferrer nofollow">
            {piece.text}
          </a>
        ) : piece.kind === "mention" ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces never move
          <span key={place} className={classes(styles.mention, piece.user === me && styles.mentionsMe)}>
            {piece.text}
          </span>
        ) : piece.kind === "amount" ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces never move
          <bdi key={place} dir="ltr">
            {piece.text}
          </bdi>
        ) : (
          piece.text
        ),
      )}
    </p>
  )
})
