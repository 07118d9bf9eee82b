import { Trans } from "@lingui/react/macro"
import { Icon } from "../../ui"
import styles from "./Composer.module.css"
import type { Inside } from "./useChatroom"

export type Reason = "read_only" | "paused" | "no_right"

/** Why one cannot write here now; null when one can. Teachers may write in a paused room. */
export function whyNot({ state, may, you }: Inside): Reason | null {
  if (state === "read_only") return "read_only"
  if (!may.includes("CHAT_WRITE")) return "no_right"
  if (state === "paused" && you.kind !== "teacher") return "paused"
  return null
}

/** Whatever is closed says why, and who decides. */
export function WhyNot({ reason }: { reason: Reason }) {
  return (
    <p className={styles.why} role="status">
      <Icon name={reason === "paused" ? "pause" : "lock-simple"} />
      {reason === "read_only" && (
        <Trans>This project is closed. The chat can be read until its messages expire.</Trans>
      )}
      {reason === "paused" && (
        <Trans>A teacher has paused this room. You can read, and write again soon.</Trans>
      )}
      {reason === "no_right" && (
        <Trans>You can read here. Writing is for members; the founder decides.</Trans>
      )}
    </p>
  )
}
