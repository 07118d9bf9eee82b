import type { MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import { useLingui } from "@lingui/react"
import { Trans } from "@lingui/react/macro"
import { Icon } from "../../ui"
import styles from "./Composer.module.css"
import type { Inside } from "./useChatroom"

export type Reason = "read_only" | "archived" | "paused" | "no_right" | "closed"

/** Why the chat beside a stage is closed, by the server's code. */
const CLOSED: Record<string, MessageDescriptor> = {
  held: msg`Whoever leads has stopped you from writing here. You can read on.`,
  locked: msg`The chat is locked for now. You can read; whoever leads opens it again.`,
  paused: msg`Everything is paused. You can write again when it goes on.`,
  no_teacher: msg`You can write again when your teacher is back.`,
  no_school_teacher: msg`You can write again when an adult of your school is inside.`,
}

/** Why one cannot write here now; null when one can. Teachers may write in a paused room. */
export function whyNot({ state, may, you, closed, isSpaceOpen }: Inside): Reason | null {
  if (state === "read_only") return isSpaceOpen ? "archived" : "read_only"
  if (!may.includes("CHAT_WRITE")) return "no_right"
  if (closed) return "closed"
  if (state === "paused" && you.kind !== "teacher") return "paused"
  return null
}

/** Whatever is closed says why, and who decides. */
export function WhyNot({ reason, closed }: { reason: Reason; closed?: string | null }) {
  const { i18n } = useLingui()
  const words = CLOSED[closed ?? ""] ?? msg`You cannot write here now.`
  return (
    <p className={styles.why} role="status">
      <Icon name={reason === "paused" || closed === "paused" ? "pause" : "lock-simple"} />
      {reason === "closed" && i18n._(words)}
      {reason === "read_only" && (
        <Trans>This project is closed. The chat can be read until its messages expire.</Trans>
      )}
      {reason === "archived" && (
        <Trans>This room was put away. It can be read until its messages expire.</Trans>
      )}
      {reason === "paused" && <Trans>This room is paused. You can read, and write again soon.</Trans>}
      {reason === "no_right" && (
        <Trans>You can read here. Writing is for members; the founder decides.</Trans>
      )}
    </p>
  )
}
