import { classes } from "./classes"
import styles from "./Icon.module.css"
import type { IconName } from "./icons"
import sprite from "./sprite.svg?url"

/** Arrows and the like follow the reading direction; clocks and media do not. */
const FLIPS = /^(arrow-(left|right|bend)|caret-(left|right)|paper-plane|sign-out|door-open|list)/

export interface IconProps {
  name: IconName
  /** Said to those who do not see it; without a label the icon is decoration. */
  label?: string
  className?: string
}

/** One drawing of the sprite, as high as 1.25 of the text around it. */
export function Icon({ name, label, className }: IconProps) {
  const said = label ? { role: "img", "aria-label": label } : { "aria-hidden": true }
  return (
    <svg className={classes(styles.icon, FLIPS.test(name) && styles.flips, className)} {...said}>
      <use href={`${sprite}#${name}`} />
    </svg>
  )
}
