import type { ReactNode } from "react"
import {
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  type MenuItemProps,
  type MenuProps,
  MenuTrigger,
} from "react-aria-components/Menu"
import { Popover, type PopoverProps } from "react-aria-components/Popover"
import { Separator } from "react-aria-components/Separator"
import { Icon } from "./Icon"
import type { IconName } from "./icons"
import styles from "./Menu.module.css"

export interface MenuButtonProps
  extends Pick<MenuProps<object>, "children" | "onAction" | "aria-label" | "selectionMode"> {
  /** The button that opens it. */
  button: ReactNode
  placement?: PopoverProps["placement"]
  onOpenChange?: (open: boolean) => void
  /** Shown above the choices. */
  head?: ReactNode
}

/** A button that opens a list of things to do. */
export function MenuButton({
  button,
  placement = "bottom end",
  onOpenChange,
  head,
  ...menu
}: MenuButtonProps) {
  return (
    <MenuTrigger onOpenChange={onOpenChange}>
      {button}
      <Popover className={styles.popover ?? ""} placement={placement} offset={6}>
        {head}
        <AriaMenu {...menu} className={styles.menu ?? ""} />
      </Popover>
    </MenuTrigger>
  )
}

export interface ChoiceProps extends Omit<MenuItemProps, "className" | "children" | "style"> {
  icon?: IconName
  checked?: boolean
  danger?: boolean
  children: string
}

/** One thing to do in a menu. */
export function Choice({ icon, checked, danger, children, ...rest }: ChoiceProps) {
  return (
    <AriaMenuItem {...rest} className={(danger ? styles.danger : styles.item) ?? ""} textValue={children}>
      {icon && <Icon name={icon} />}
      <span className={styles.words}>{children}</span>
      {checked && <Icon name="check-bold" className={styles.check} />}
    </AriaMenuItem>
  )
}

export function MenuLine() {
  return <Separator className={styles.line ?? ""} />
}
