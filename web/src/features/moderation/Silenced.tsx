import { Trans, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import type { ReactNode } from "react"
import { type Id, line } from "../../live"
import { Clock, Icon, useNow, useZone } from "../../ui"
import { wall } from "../../ui/time"
import { rulesQuery } from "./api"
import styles from "./moderation.module.css"
import { type Silence, silenceOf } from "./silence"
import { useRulesAsTold } from "./useRulesAsTold"

const serverNow = () => line.serverNow()

/** Stands where a pupil would write while the rules of the room keep pupils, or this one, from it: says why, and until
 * when. What was half written is kept. */
export function Silenced({ room, children }: { room: Id; children: ReactNode }) {
  const { data } = useQuery(rulesQuery(room))
  const zone = useZone()
  const now = useNow(10_000, serverNow)
  useRulesAsTold(room)
  const silence = data ? silenceOf(data, now, wall(now, zone).clock) : null
  if (!silence) return children
  return (
    <p className={styles.silenced} role="status">
      <Icon name={silence.kind === "hours" ? "clock" : "chat-slash"} />
      <span>
        <Why silence={silence} />
      </span>
    </p>
  )
}

function Why({ silence }: { silence: Silence }) {
  const { t } = useLingui()
  if (silence.kind === "teachers") return t`Only teachers write in this room now. You can read.`
  if (silence.kind === "hours") {
    const { opens, closes } = silence.hours
    return (
      <Trans>
        You can write here from {opens} to {closes}. Until then you can read.
      </Trans>
    )
  }
  return (
    <>
      <b>{t`You were stopped from writing here for a while.`}</b>{" "}
      {silence.until ? (
        <Trans>
          You can read, and write again at <Clock at={silence.until} />.
        </Trans>
      ) : (
        t`You can read. A teacher decides when you can write again.`
      )}
    </>
  )
}
