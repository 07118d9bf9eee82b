import { Button, type ButtonProps } from "react-aria-components/Button"
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
  /** Stands on a laptop only; a phone has it under "More". */
  roomy?: boolean
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

const look = ({ look, roomy }: ControlProps) =>
  classes(styles.control, look && styles[look], roomy && styles.roomy)

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
      className={look(props)}
    >
      <Inside {...props} on={on} />
    </ToggleButton>
  )
}

export type PressProps = ControlProps & Pick<ButtonProps, "onPress" | "onHoverStart" | "onFocus">

/** A control of the room that does something once, or opens a menu. */
export function Press({
  icon,
  iconOn,
  word,
  label,
  count,
  look: kind,
  disabled,
  roomy,
  ...rest
}: PressProps) {
  const props = { icon, iconOn, word, count, look: kind, roomy }
  return (
    <Button {...rest} isDisabled={disabled} aria-label={label} className={look(props)}>
      <Inside {...props} />
    </Button>
  )
}
