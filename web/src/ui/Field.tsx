import { useLingui } from "@lingui/react/macro"
import { type ReactNode, useState } from "react"
import { FieldError } from "react-aria-components/FieldError"
import { Input } from "react-aria-components/Input"
import { Label } from "react-aria-components/Label"
import { Text } from "react-aria-components/Text"
import { TextArea } from "react-aria-components/TextArea"
import { TextField, type TextFieldProps } from "react-aria-components/TextField"
import { Button } from "./Button"
import styles from "./Field.module.css"
import { Icon } from "./Icon"
import type { IconName } from "./icons"

export interface FieldProps extends Omit<TextFieldProps, "className" | "children" | "style"> {
  label: string
  hint?: ReactNode
  /** Why the answer is not accepted, in plain words. */
  error?: string | null
  icon?: IconName
  /** Shown inside the field, at its end. */
  end?: ReactNode
  maxLength?: number
  /** Several lines instead of one. */
  lines?: number
  placeholder?: string
  hideLabel?: boolean
}

/** A line of text, or a few, with its label above and its hint below. */
export function Field({ label, hint, error, icon, end, lines, placeholder, hideLabel, ...rest }: FieldProps) {
  return (
    <TextField {...rest} isInvalid={Boolean(error)} className={styles.field ?? ""} validationBehavior="aria">
      <Label className={hideLabel ? "sr" : styles.label}>{label}</Label>
      <div className={styles.input}>
        {icon && <Icon name={icon} className={styles.icon} />}
        {lines ? (
          <TextArea rows={lines} placeholder={placeholder} dir="auto" />
        ) : (
          <Input placeholder={placeholder} />
        )}
        {end}
      </div>
      {error && <FieldError className={styles.error ?? ""}>{error}</FieldError>}
      {hint && (
        <Text slot="description" className={styles.hint}>
          {hint}
        </Text>
      )}
    </TextField>
  )
}

/** A password that can be shown and pasted. */
export function PasswordField(props: Omit<FieldProps, "type" | "end">) {
  const { t } = useLingui()
  const [shown, setShown] = useState(false)
  return (
    <Field
      {...props}
      type={shown ? "text" : "password"}
      autoCorrect="off"
      spellCheck="false"
      end={
        <Button look="quiet" size="small" icon={shown ? "eye-slash" : "eye"} onPress={() => setShown(!shown)}>
          {shown ? t`Hide` : t`Show`}
        </Button>
      }
    />
  )
}

export interface SelectProps {
  label: string
  value: string
  onChange: (value: string) => void
  options: readonly { value: string; label: string; disabled?: boolean }[]
  hideLabel?: boolean
  className?: string
}

/** A choice from a list: the system's own control, which every phone and reader knows. */
export function Select({ label, value, onChange, options, hideLabel }: SelectProps) {
  return (
    <label className={styles.field}>
      <span className={hideLabel ? "sr" : styles.label}>{label}</span>
      <span className={styles.input}>
        <select value={value} onChange={(event) => onChange(event.target.value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
        <Icon name="caret-down" className={styles.caret} />
      </span>
    </label>
  )
}
