import { Button } from "react-aria-components/Button"
import { ToggleButton } from "react-aria-components/ToggleButton"
import { classes, Icon, type IconName } from "../../ui"
import styles from "./control.module.css"

export interface ControlProps {
  icon: IconName
  /** The icon while it is on: every icon has a filled twin that survives greyscale. */
  iconOn?: IconName
  /** The word below; for toggles it does not change. */
  word: string
  /** Said instead of the word, where more is to be said. */
  label?: string
  count?: number
  look?: "plain" | "alarm" | "raised" | "leave"
  disabled?: boolean
}

function Inside({ icon, iconOn, word, count, on }: ControlProps & { on?: boolean }) {
  return (
    <>
      <span className={styles.key}>
        <Icon name={on && iconOn ? iconOn : icon} />
      </span>
      {count ? <span className={styles.count}>{count > 99 ? "99+" : count}</span> : null}
      <span className={styles.word}>{word}</span>
    </>
  )
}

/** A control of the room that is on or off: an icon with its word below. */
export function Switch({
  on,
  onSwitch,
  ...props
}: ControlProps & { on: boolean; onSwitch: (on: boolean) => void }) {
  return (
    <ToggleButton
      isSelected={on}
      onChange={onSwitch}
      isDisabled={props.disabled}
      aria-label={props.label}
      className={classes(styles.control, props.look && styles[props.look])}
    >
      <Inside {...props} on={on} />
    </ToggleButton>
  )
}

/** A control of the room that does something once. */
export function Press({ onPress, ...props }: ControlProps & { onPress: () => void }) {
  return (
    <Button
      onPress={onPress}
      isDisabled={props.disabled}
      aria-label={props.label}
      className={classes(styles.control, props.look && styles[props.look])}
    >
      <Inside {...props} />
    </Button>
  )
}
