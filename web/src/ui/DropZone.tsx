import { type DragEvent, type ReactNode, useRef, useState } from "react"
import { Button } from "./Button"
import { classes } from "./classes"
import styles from "./DropZone.module.css"
import { Icon } from "./Icon"

export interface DropZoneProps {
  /** What the button says. */
  label: string
  /** What is dropped here. */
  children: ReactNode
  /** What may be chosen at all; the server looks at the bytes. */
  accept: string
  onFiles: (files: readonly File[]) => void
  isMain?: boolean
  className?: string | undefined
}

/** Where files are dropped with the mouse, or chosen with the button. */
export function DropZone({ label, children, accept, onFiles, isMain = false, className }: DropZoneProps) {
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  function drop(event: DragEvent) {
    event.preventDefault()
    setOver(false)
    onFiles([...event.dataTransfer.files])
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is for the mouse; the button does the same
    <div
      className={classes(styles.drop, over && styles.over, className)}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p className={styles.words}>
        <Icon name="upload-simple" />
        <span>{children}</span>
      </p>
      <Button
        {...(isMain && { look: "main" as const })}
        icon="upload-simple"
        onPress={() => input.current?.click()}
      >
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={accept}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])])
          // So that the same file can be chosen again.
          event.target.value = ""
        }}
      />
    </div>
  )
}
