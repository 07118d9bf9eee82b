import type { ReactNode } from "react"
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components/Button"
import { ToggleButton, type ToggleButtonProps } from "react-aria-components/ToggleButton"
import { Link, type LinkProps } from "react-router"
import styles from "./Button.module.css"
import { classes } from "./classes"
import { Icon } from "./Icon"
import type { IconName } from "./icons"

export interface ButtonLook {
  /** main: the one thing to press; plain: outlined; quiet: blue words; stop: filled clay; stop-line: outlined clay; bright: pencil, on dark panels. */
  look?: "main" | "plain" | "quiet" | "stop" | "stop-line" | "bright"
  size?: "small" | "normal" | "big"
  icon?: IconName
  iconEnd?: IconName
  wide?: boolean
}

function look({ look = "plain", size = "normal", wide }: ButtonLook, className?: string) {
  return classes(
    styles.button,
    styles[look],
    size !== "normal" && styles[size],
    wide && styles.wide,
    className,
  )
}

function Inside({ icon, iconEnd, children }: ButtonLook & { children?: ReactNode }) {
  return (
    <>
      {icon && <Icon name={icon} className={styles.icon} />}
      {children}
      {iconEnd && <Icon name={iconEnd} />}
    </>
  )
}

export interface ButtonProps extends Omit<AriaButtonProps, "className" | "children" | "style">, ButtonLook {
  className?: string
  children?: ReactNode
}

/** A button with words. */
export function Button({ look: kind, size, icon, iconEnd, wide, className, children, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={look({ look: kind, size, wide }, className)}>
      <Inside icon={icon} iconEnd={iconEnd}>
        {children}
      </Inside>
    </AriaButton>
  )
}

/** A link to another page that looks like a button. */
export function ButtonLink({
  look: kind,
  size,
  icon,
  iconEnd,
  wide,
  className,
  children,
  ...rest
}: LinkProps & ButtonLook) {
  return (
    <Link {...rest} className={look({ look: kind, size, wide }, className)}>
      <Inside icon={icon} iconEnd={iconEnd}>
        {children}
      </Inside>
    </Link>
  )
}

export interface IconButtonProps
  extends Omit<AriaButtonProps, "className" | "children" | "style" | "aria-label"> {
  icon: IconName
  /** What it does, in words: also shown as a tooltip by the browser. */
  label: string
  small?: boolean
  className?: string
  children?: ReactNode
}

/** A button with an icon only, where words stand beside it or there is no room for them. */
export function IconButton({ icon, label, small, className, children, ...rest }: IconButtonProps) {
  return (
    <AriaButton
      {...rest}
      aria-label={label}
      className={classes(styles.iconOnly, small && styles.smallIcon, className)}
    >
      <Icon name={icon} />
      {children}
    </AriaButton>
  )
}

/** A button that is on or off; its words do not change. */
export function Toggle({
  className,
  ...rest
}: Omit<ToggleButtonProps, "className"> & { className?: string }) {
  return <ToggleButton {...rest} className={className ?? styles.toggle ?? ""} />
}
