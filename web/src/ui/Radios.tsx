import { Label } from "react-aria-components/Label"
import { Radio, RadioGroup } from "react-aria-components/RadioGroup"
import styles from "./Radios.module.css"

export interface RadiosProps {
  label: string
  value: string
  onChange: (value: string) => void
  options: readonly { value: string; label: string; disabled?: boolean }[]
}

/** One of a few, all in sight. */
export function Radios({ label, value, onChange, options }: RadiosProps) {
  return (
    <RadioGroup className={styles.group ?? ""} value={value} onChange={onChange} orientation="horizontal">
      <Label className={styles.label}>{label}</Label>
      <div className={styles.options}>
        {options.map((option) => (
          <Radio
            key={option.value}
            value={option.value}
            isDisabled={option.disabled}
            className={styles.option ?? ""}
          >
            <span className={styles.dot} aria-hidden="true" />
            {option.label}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  )
}
