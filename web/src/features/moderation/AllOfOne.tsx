import { plural } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import { useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import type { Id, Message, Person } from "../../live"
import { Button, explain, toasts } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { decideAll } from "./api"
import styles from "./moderation.module.css"
import { ofOne } from "./ofone"
import { isGoing } from "./removing"

export interface AllOfOneProps {
  room: Id
  pupil: Person
  messages: readonly Message[]
  /** Somebody has changed some of them meanwhile. */
  onStale: () => void
}

/** What is done at once with everything that a pupil has written here, where they are several (flow D3). */
export function AllOfOne({ room, pupil, messages, onStale }: AllOfOneProps) {
  const { t, i18n } = useLingui()
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [asking, setAsking] = useState<Message[] | null>(null)
  const { held, read } = ofOne(messages, pupil.id, isGoing)
  if (held.length < 2 && read.length < 2) return null

  type Verb = Parameters<typeof decideAll>[1]
  /** With `back`, what was done can be undone. */
  async function act(verb: Verb, chosen: readonly Message[], done: (number: number) => string, back?: Verb) {
    setBusy(true)
    try {
      const { messages: changed, refused } = await decideAll(room, verb, chosen)
      void queries.invalidateQueries({ queryKey: ["room-past", room] })
      const undo = back && { label: t`Undo`, run: () => void act(back, changed, () => t`Undone.`) }
      toasts.say(done(changed.length), undo && { action: undo })
      if (refused.length > 0) {
        toasts.say(t`Some have another text now, or were decided about. Look at them again.`, { kind: "bad" })
        onStale()
      }
    } catch (error) {
      toasts.say(explain(i18n, error), { kind: "bad" })
      onStale()
    } finally {
      setBusy(false)
    }
  }

  const { name } = pupil
  const [waiting, seen] = [held.length, read.length]
  const approved = (number: number) =>
    t`${plural(number, { one: "Everybody can read # message now.", other: "Everybody can read # messages now." })}`
  const stopped = (number: number) =>
    t`${plural(number, { one: "# message is held.", other: "# messages are held." })}`
  const gone = (number: number) =>
    t`${plural(number, { one: "# message is deleted.", other: "# messages are deleted." })}`
  return (
    <section className={styles.ofOne} aria-label={t`All by ${name}`}>
      {waiting > 1 && (
        <>
          <Button
            icon="check"
            isDisabled={busy}
            onPress={() => void act("approve", held, approved, "hold")}
          >{t`Approve all ${waiting} held`}</Button>
          <Button
            icon="trash"
            isDisabled={busy}
            onPress={() => setAsking(held)}
          >{t`Delete all ${waiting} held`}</Button>
        </>
      )}
      {seen > 1 && (
        <Button
          icon="hand-palm"
          isDisabled={busy}
          onPress={() => void act("hold", read, stopped, "approve")}
        >{t`Hold all ${seen} that are read`}</Button>
      )}
      <Dialog
        title={t`Delete all of these?`}
        open={asking !== null}
        onClose={() => setAsking(null)}
        role="alertdialog"
      >
        <p>{t`The held messages of ${name} disappear and cannot be brought back.`}</p>
        <DialogButtons>
          <Button autoFocus onPress={() => setAsking(null)}>{t`Keep them`}</Button>
          <Button
            look="stop"
            onPress={() => {
              setAsking(null)
              if (asking) void act("delete", asking, gone)
            }}
          >
            {t`Delete`}
          </Button>
        </DialogButtons>
      </Dialog>
    </section>
  )
}
