import { Menu as AriaMenu, MenuItem as AriaMenuItem, MenuTrigger } from "react-aria-components/Menu"
import { Popover } from "react-aria-components/Popover"
import { Separator } from "react-aria-components/Separator"
import { classes } from "./classes"
import { Icon } from "./Icon"
import { type Opening, useOpening } from "./later"
import type { ChoiceProps, MenuButtonProps } from "./Menu"
import styles from "./Menu.module.css"

export function WholeMenuButton(props: MenuButtonProps & Opening) {
  const { button, placement = "bottom end", onOpenChange, head, columns, openAtOnce, ...menu } = props
  const { open, setOpen, around } = useOpening(openAtOnce, onOpenChange)
  return (
    <MenuTrigger isOpen={open} onOpenChange={setOpen}>
      <span ref={around} className={styles.around}>
        {button}
      </span>
      <Popover className={styles.popover ?? ""} placement={placement} offset={6}>
        {head}
        <AriaMenu {...menu} className={classes(styles.menu, columns && styles[`columns${columns}`])} />
      </Popover>
    </MenuTrigger>
  )
}

export function WholeChoice(props: ChoiceProps) {
  const { icon, checked, danger, iconOnly, children, ...rest } = props
  return (
    <AriaMenuItem {...rest} className={(danger ? styles.danger : styles.item) ?? ""} textValue={children}>
      {icon && <Icon name={icon} />}
      <span className={iconOnly ? "sr" : styles.words}>{children}</span>
      {checked && <Icon name="check-bold" className={styles.check} />}
    </AriaMenuItem>
  )
}

export function WholeLine() {
  return <Separator className={styles.line ?? ""} />
}
