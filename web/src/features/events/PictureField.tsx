import { Trans, useLingui } from "@lingui/react/macro"
import { useId, useRef } from "react"
import type { EventCard } from "../../live"
import { Button, Field, Icon, PICTURES, useLocalPicture } from "../../ui"
import type { Filled } from "./fields"
import styles from "./PictureField.module.css"
import { pictureOf } from "./pictures"

export interface PictureFieldProps {
  filled: Filled
  set: (change: Partial<Filled>) => void
  /** The event as it is on the server, with the picture it has there. */
  card: EventCard | undefined
}

/** The symbolic picture: chosen here, sent when the event is saved. */
export function PictureField({ filled, set, card }: PictureFieldProps) {
  const { t } = useLingui()
  const label = useId()
  const input = useRef<HTMLInputElement>(null)
  const choose = useRef<HTMLDivElement>(null)
  const local = useLocalPicture(filled.picture)
  const kept = card && !filled.pictureGone ? pictureOf(card, false) : null
  const shown = local ?? kept
  function takeAway() {
    set({ picture: null, pictureGone: true, pictureAlt: "" })
    // The button that was pressed goes away.
    requestAnimationFrame(() => choose.current?.querySelector("button")?.focus())
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a grid in every browser
    <div className={styles.field} role="group" aria-labelledby={label}>
      <p id={label} className={styles.label}>
        <Trans>Picture</Trans>
      </p>
      {shown ? (
        <img src={shown} alt={filled.pictureAlt} className={styles.shown} />
      ) : (
        <p className={styles.none}>
          <Icon name="image" /> <Trans>Without one, the event shows a pattern of its own.</Trans>
        </p>
      )}
      <div className={styles.buttons} ref={choose}>
        <Button icon="image" onPress={() => input.current?.click()}>
          {shown ? <Trans>Choose another picture</Trans> : <Trans>Choose a picture</Trans>}
        </Button>
        {shown && (
          <Button look="quiet" icon="trash" onPress={takeAway}>
            <Trans>No picture</Trans>
          </Button>
        )}
      </div>
      <p className={styles.hint}>
        <Trans>PNG, JPEG or WebP, up to 20 MB. Where it was taken is not kept.</Trans>
      </p>
      <input
        ref={input}
        type="file"
        hidden
        accept={PICTURES}
        aria-label={t`Choose a picture`}
        onChange={(event) => {
          const [picture] = event.target.files ?? []
          if (picture) set({ picture, pictureGone: false })
          // So that the same file can be chosen again.
          event.target.value = ""
        }}
      />
      {shown && (
        <Field
          label={t`What does it show?`}
          hint={t`One sentence, for those who cannot see it.`}
          value={filled.pictureAlt}
          onChange={(pictureAlt) => set({ pictureAlt })}
          maxLength={300}
        />
      )}
    </div>
  )
}
