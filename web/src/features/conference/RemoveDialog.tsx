import { useLingui } from "@lingui/react/macro"
import { useState } from "react"
import type { Participant } from "../../live"
import { Button, Field, toasts } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { useAct, useHere } from "./context"

/** Take somebody out, with a reason; a toast offers to undo it. */
export function RemoveDialog({
  participant,
  onClose,
}: {
  participant: Participant | null
  onClose: () => void
}) {
  const { t } = useLingui()
  const { conference } = useHere()
  const act = useAct()
  const [reason, setReason] = useState("")
  if (!participant) return null
  const { id, name } = participant.person
  const remove = async () => {
    onClose()
    setReason("")
    if (!(await act(() => conference.remove(id, reason.trim())))) return
    const undo = { label: t`Undo`, run: () => void act(() => conference.readmit(id)) }
    toasts.say(t`${name} is out.`, { action: undo })
  }
  return (
    <Dialog title={t`Take ${name} out?`} open onClose={onClose} role="alertdialog">
      <p>{t`They come back only when you allow it. What you write is shown to them.`}</p>
      <Field label={t`Reason`} value={reason} onChange={setReason} maxLength={400} />
      <DialogButtons>
        <Button autoFocus onPress={onClose}>
          {t`Keep inside`}
        </Button>
        <Button look="stop" onPress={() => void remove()}>
          {t`Take out`}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
