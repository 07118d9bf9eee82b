import { plural } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import { useEffect, useState } from "react"
import { line, type Message } from "../../live"
import { Banner, IconButton } from "../../ui"
import { useHere, useView } from "./context"
import { writtenSince } from "./missed"
import styles from "./notices.module.css"

const BACK_SHOWS_MS = 8000
/** A shorter absence is not worth a number. */
const WORTH_SAYING_S = 5
const LINES = 3

/** One was away and is here again: that the microphone is off, how long it was, and what was written meanwhile. */
export function Back({ since, seconds }: { since: number; seconds: number }) {
  const { t } = useLingui()
  const { conference } = useHere()
  const written = useWritten(since)
  const missed = seconds >= WORTH_SAYING_S || written.length > 0
  useEffect(() => {
    if (missed) return
    const timer = setTimeout(() => conference.dismiss("back"), BACK_SHOWS_MS)
    return () => clearTimeout(timer)
  }, [missed, conference])
  const more = written.length - LINES
  const missedWords = useMissed(seconds)
  return (
    <Banner
      kind="ok"
      icon="arrow-clockwise"
      alert="politely"
      action={<IconButton small icon="x" label={t`Close`} onPress={() => conference.dismiss("back")} />}
    >
      {t`You are back. Your microphone is off.`} {missed && <b>{missedWords}</b>}
      {written.length > 0 && (
        <ul className={styles.missed}>
          {written.slice(-LINES).map(({ id, author, text }) => (
            <li key={id}>
              <b>
                <bdi>{author.name}</bdi>
              </b>{" "}
              <bdi>{text}</bdi>
            </li>
          ))}
          {more > 0 && (
            <li>{t`${plural(more, { one: "and # more in the chat", other: "and # more in the chat" })}`}</li>
          )}
        </ul>
      )}
    </Banner>
  )
}

function useMissed(seconds: number): string {
  const { t } = useLingui()
  const minutes = Math.round(seconds / 60)
  if (seconds < 90)
    return t`${plural(seconds, { one: "You missed # second.", other: "You missed # seconds." })}`
  return t`${plural(minutes, { one: "You missed # minute.", other: "You missed # minutes." })}`
}

function useWritten(since: number): readonly Message[] {
  const { you } = useHere()
  const room = useView().conference?.room
  const [written, setWritten] = useState<readonly Message[]>([])
  useEffect(() => {
    if (!room) return
    let here = true
    writtenSince(line, room, since, you.id)
      .then((found) => here && setWritten(found))
      // The chat itself catches up, too: nothing is lost when this does not come.
      .catch(() => undefined)
    return () => {
      here = false
    }
  }, [room, since, you.id])
  return written
}
