import type { ReactNode } from "react"
import type { MenuItemProps, MenuProps } from "react-aria-components/Menu"
import type { PopoverProps } from "react-aria-components/Popover"
import type { IconName } from "./icons"
import { later, type WithButton } from "./later"

type Parts = typeof import("./MenuParts")

export interface MenuButtonProps
  extends WithButton,
    Pick<MenuProps<object>, "children" | "onAction" | "aria-label" | "selectionMode"> {
  placement?: PopoverProps["placement"]
  onOpenChange?: (open: boolean) => void
  /** Shown above the choices. */
  head?: ReactNode
  /** Cards side by side instead of a list. */
  columns?: 2 | 6
}

export interface ChoiceProps extends Omit<MenuItemProps, "className" | "children" | "style"> {
  icon?: IconName
  checked?: boolean
  danger?: boolean
  /** Show the icon only; the words are for those who listen. */
  iconOnly?: boolean
  children: string
}

let parts: Parts | null = null
const load = async () => {
  parts = await import("./MenuParts")
  return parts.WholeMenuButton
}

/** A button that opens a list of things to do. */
export const MenuButton = later<MenuButtonProps>(load, "menu")

/** One thing to do in a menu. Stands only inside a menu, which is there when its parts are. */
export function Choice(props: ChoiceProps) {
  return parts && <parts.WholeChoice {...props} />
}

export function MenuLine() {
  return parts && <parts.WholeLine />
}
