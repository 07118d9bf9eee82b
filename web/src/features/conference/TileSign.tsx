import { useLingui } from "@lingui/react"
import type { Id } from "../../live"
import { classes, Icon } from "../../ui"
import { useFleeting } from "./context"
import { PHRASES, REACTIONS } from "./signs"
import styles from "./tile.module.css"

/** The reaction or phrase card of the one whose tile this is, in the reader's own language. */
export function TileSign({ user }: { user: Id }) {
  const { i18n } = useLingui()
  const sign = useFleeting().signs.find((one) => one.user === user)
  if (!sign) return null
  const { icon, words } = sign.kind === "phrase" ? PHRASES[sign.value] : REACTIONS[sign.value]
  return (
    <span
      key={sign.id}
      className={classes(styles.sign, sign.kind === "phrase" && styles.phrase)}
      data-sign={sign.value}
    >
      <Icon name={icon} />
      <span className={sign.kind === "phrase" ? undefined : "sr"}>{i18n._(words)}</span>
    </span>
  )
}
