import type { MessageDescriptor } from "@lingui/core"
import { msg } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import { useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import type { Id, Person } from "../../live"
import { Button, explain, toasts } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { mute, rulesQuery, unmute } from "./api"
import styles from "./moderation.module.css"

/** In minutes, as far as the server goes; null for until somebody lifts it. */
const TIMES: readonly (readonly [number | null, MessageDescriptor])[] = [
  [10, msg`10 minutes`],
  [60, msg`1 hour`],
  [1440, msg`1 day`],
  [10_080, msg`7 days`],
  [null, msg`Until somebody lifts it`],
]

export interface MuteDialogProps {
  room: Id
  /** Who is to be stopped from writing there; null while nobody is. */
  pupil: Person | null
  onClose: () => void
  onMuted?: () => void
}

/** For how long a pupil may not write in a room: one tap, which can be taken back (domain 5.2). */
export function MuteDialog({ room, pupil, onClose, onMuted }: MuteDialogProps) {
  const { t, i18n } = useLingui()
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)

  async function stop({ id, name }: Person, minutes: number | null) {
    setBusy(true)
    try {
      await carryOut(() => mute(room, id, minutes))
      toasts.say(t`${name} can read, and not write.`, {
        action: { label: t`Undo`, run: () => void carryOut(() => unmute(room, id)).catch(refused) },
      })
      onClose()
    } catch (error) {
      refused(error)
    } finally {
      setBusy(false)
    }
  }

  async function carryOut(work: () => ReturnType<typeof mute>) {
    queries.setQueryData(rulesQuery(room).queryKey, await work())
    void queries.invalidateQueries({ queryKey: ["room-past", room] })
    onMuted?.()
  }

  const refused = (error: unknown) => void toasts.say(explain(i18n, error), { kind: "bad" })

  const name = pupil?.name ?? ""
  return (
    <Dialog title={t`Mute ${name}`} open={pupil !== null} onClose={onClose}>
      <div className={styles.form}>
        <p>{t`For how long? ${name} can read on, and is told until when.`}</p>
        <div className={styles.chips}>
          {TIMES.map(([minutes, words]) => (
            <Button
              key={minutes}
              isDisabled={busy}
              icon="chat-slash"
              onPress={() => pupil && void stop(pupil, minutes)}
            >
              {i18n._(words)}
            </Button>
          ))}
        </div>
      </div>
      <DialogButtons>
        <Button onPress={onClose}>{t`Cancel`}</Button>
      </DialogButtons>
    </Dialog>
  )
}
