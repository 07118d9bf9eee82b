import { Trans, useLingui } from "@lingui/react/macro"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useEffect, useRef } from "react"
import { type ChatWarning, type Id, line } from "../../live"
import { Banner, Button, Clock, explain, toasts, WARNED } from "../../ui"
import { understood, warningsQuery } from "./api"
import styles from "./moderation.module.css"

interface WarnedProps {
  room: Id
  onShow: (seq: number) => void
}

/** Above the place where a pupil writes: what somebody has said to the pupil about a message, until it is understood. */
export function Warned({ room, onShow }: WarnedProps) {
  const queries = useQueryClient()
  const { data } = useQuery(warningsQuery(room))
  useEffect(() => {
    const again = () => void queries.invalidateQueries(warningsQuery(room))
    const here = (told: { room: Id }) => told.room === room && again()
    const stops = [line.on("chat.warned", here), line.on("chat.warning_over", here), line.onOpen(again)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [queries, room])
  // One after the other, the oldest first.
  const first = data?.warnings.at(-1)
  const place = useRef<HTMLDivElement>(null)
  return (
    <div role="status" className={styles.warned} ref={place} tabIndex={-1}>
      {first && <One key={first.id} warning={first} onShow={onShow} onPut={() => place.current?.focus()} />}
    </div>
  )
}

interface OneProps extends Pick<WarnedProps, "onShow"> {
  warning: ChatWarning
  /** The button goes away with its words: the focus needs another place. */
  onPut: () => void
}

function One({ warning, onShow, onPut }: OneProps) {
  const { t, i18n } = useLingui()
  const { id, room, by, written_at, seq } = warning
  function put() {
    onPut()
    understood(room, id).catch((error: unknown) => toasts.say(explain(i18n, error), { kind: "bad" }))
  }
  return (
    <Banner kind="hold" icon="chat-circle-text">
      <p>
        <b>
          <Trans>
            <bdi>{by}</bdi> writes to you about your message of <Clock at={written_at} />.
          </Trans>
        </b>{" "}
        <Saying warning={warning} /> <Trans>Only you and the teachers can see this.</Trans>
      </p>
      <div className={styles.decide}>
        <Button size="small" look="main" icon="check" onPress={put}>{t`I understand`}</Button>
        <Button size="small" look="quiet" onPress={() => onShow(seq)}>{t`Show the message`}</Button>
      </div>
    </Banner>
  )
}

/** The ready sentence, then words of one's own. */
export function Saying({ warning: { phrase, note } }: { warning: ChatWarning }) {
  const { i18n } = useLingui()
  return (
    <>
      {phrase !== "own_words" && i18n._(WARNED[phrase])} {note && <bdi>{note}</bdi>}
    </>
  )
}
