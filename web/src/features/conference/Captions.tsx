import { useLingui } from "@lingui/react/macro"
import { type FormEvent, useState } from "react"
import { Button, classes, Field } from "../../ui"
import styles from "./captions.module.css"
import { useAct, useChoices, useFleeting, useHere, useView } from "./context"
import { ownPart } from "./view"

const MAX_CAPTION = 200

/** What is said, in writing, under the stage; and the line for whoever writes it. */
export function Captions({ writing }: { writing: boolean }) {
  const { t } = useLingui()
  const { captions: size } = useChoices()
  const { captions } = useFleeting()
  const captioner = ownPart(useView())?.captioner ?? false
  const shown = size !== "off" && captions.length > 0
  if (!shown && !captioner && !writing) return null
  return (
    <section className={styles.strip} aria-label={t`Captions`}>
      {shown && (
        <div className={classes(styles.lines, styles[size])}>
          {captions.map(({ id, name, text }) => (
            <p key={id} dir="auto">
              <b>
                <bdi>{name}</bdi>
              </b>{" "}
              {text}
            </p>
          ))}
        </div>
      )}
      {(captioner || writing) && <CaptionLine autoFocus={writing} />}
    </section>
  )
}

/** Enter sends a line and leaves the cursor where it is, ready for the next one. */
function CaptionLine({ autoFocus }: { autoFocus: boolean }) {
  const { t } = useLingui()
  const { conference } = useHere()
  const act = useAct()
  const [text, setText] = useState("")
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const words = text.trim()
    if (!words) return
    setText("")
    if (!(await act(() => conference.caption(words)))) setText(words)
  }
  return (
    <form className={styles.form} onSubmit={(event) => void send(event)}>
      <Field
        label={t`Write what is being said`}
        hideLabel
        icon="closed-captioning"
        placeholder={t`Write what is being said`}
        value={text}
        onChange={setText}
        maxLength={MAX_CAPTION}
        autoComplete="off"
        autoFocus={autoFocus}
      />
      <Button type="submit" isDisabled={!text.trim()}>
        {t`Show`}
      </Button>
    </form>
  )
}
