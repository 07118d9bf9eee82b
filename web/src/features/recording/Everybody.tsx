import { useLingui } from "@lingui/react/macro"
import { useState } from "react"
import type { Recording } from "../../live"
import { Button, Check, classes } from "../../ui"
import card from "../../ui/Card.module.css"
import styles from "./recording.module.css"
import { useDeed } from "./useDeed"

/** Whose voice and picture the film has: each can be left out, and put back, before it is published or after. */
export function Everybody({ recording }: { recording: Recording }) {
  const { t } = useLingui()
  const { act, busy, deed } = useDeed(recording)
  const { everybody } = recording
  const before = everybody.filter((one) => one.left_out).map((one) => one.person.id)
  const [out, setOut] = useState<ReadonlySet<string>>(new Set(before))
  const same = out.size === before.length && before.every((id) => out.has(id))
  const turn = (id: string, shown: boolean) =>
    setOut((known) => {
      const now = new Set(known)
      if (shown) now.delete(id)
      else now.add(id)
      return now
    })
  if (everybody.length === 0) return null
  return (
    <section className={classes(card.card, card.pad, styles.part)}>
      <h2>{t`Who is in it`}</h2>
      <p>{t`Whom you leave out is neither heard nor seen: where only they were shown, the film is dark.`}</p>
      <ul className={styles.everybody}>
        {everybody.map(({ person: { id, name } }) => (
          <li key={id}>
            <Check isSelected={!out.has(id)} onChange={(shown) => turn(id, shown)}>
              <bdi>{name}</bdi>
            </Check>
          </li>
        ))}
      </ul>
      <div className={styles.buttons}>
        <Button
          look="main"
          isDisabled={busy || same || out.size >= everybody.length}
          onPress={() => void act(() => deed.leaveOut([...out]), t`The film is being made again.`)}
        >
          {t`Make the film this way`}
        </Button>
      </div>
    </section>
  )
}
