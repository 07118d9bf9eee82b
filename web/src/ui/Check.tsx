import type { ReactNode } from "react"
import { Checkbox, type CheckboxProps } from "react-aria-components/Checkbox"
import styles from "./Check.module.css"
import { Icon } from "./Icon"

export interface CheckProps extends Omit<CheckboxProps, "className" | "children" | "style"> {
  children: ReactNode
}

/** One thing that is chosen or not, with its words beside it. */
export function Check({ children, ...rest }: CheckProps) {
  return (
    <Checkbox {...rest} className={styles.check ?? ""}>
      <span className={styles.box} aria-hidden="true">
        <Icon name="check-bold" />
      </span>
      <span className={styles.words}>{children}</span>
    </Checkbox>
  )
}
