import { useLingui } from "@lingui/react/macro"
import { useState } from "react"
import type { Participant } from "../../live"
import { Button, Field, Select, toasts } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { useAct, useHere } from "./context"

/** Who is to go: out of this conference, or out of all conferences of the space. */
export interface TakingOut {
  participant: Participant
  how: "remove" | "ban"
}

const DAY = 24 * 60

/** How long a ban may last, in minutes; empty until it is lifted. */
function useLengths(): { value: string; label: string }[] {
  const { t } = useLingui()
  return [
    { value: "", label: t`Until it is lifted` },
    { value: String(DAY), label: t`For one day` },
    { value: String(7 * DAY), label: t`For one week` },
    { value: String(28 * DAY), label: t`For four weeks` },
  ]
}

export interface RemoveDialogProps {
  takingOut: TakingOut | null
  onClose: () => void
}

/** Take somebody out, with a reason; a toast offers to undo it, and so does the list of those taken out. */
export function RemoveDialog({ takingOut, onClose }: RemoveDialogProps) {
  const { t } = useLingui()
  const { conference, event } = useHere()
  const act = useAct()
  const [reason, setReason] = useState("")
  const [length, setLength] = useState("")
  const lengths = useLengths()
  if (!takingOut) return null
  const { id, name } = takingOut.participant.person
  const ban = takingOut.how === "ban"
  const takeOut = async () => {
    onClose()
    setReason("")
    setLength("")
    const words = reason.trim()
    const minutes = length ? Number(length) : null
    if (!(await act(() => (ban ? conference.ban(id, words, minutes) : conference.remove(id, words))))) return
    const back = () => (ban ? conference.liftBan(id) : conference.readmit(id))
    const undo = { label: t`Undo`, run: () => void act(back) }
    toasts.say(ban ? t`${name} is banned.` : t`${name} is out.`, { action: undo })
  }
  return (
    <Dialog title={ban ? t`Ban ${name}?` : t`Take ${name} out?`} open onClose={onClose} role="alertdialog">
      <p>
        {ban
          ? event
            ? t`They cannot come into the room of this event. What you write is shown to them, and until when it lasts. Whoever leads can lift the ban at any time.`
            : t`They cannot come into any conference of this TwinSpace. What you write is shown to them, and until when it lasts. A teacher can lift the ban at any time.`
          : t`They come back only when you allow it. What you write is shown to them.`}
      </p>
      {ban && <Select label={t`For how long?`} value={length} onChange={setLength} options={lengths} />}
      <Field label={t`Reason`} value={reason} onChange={setReason} maxLength={400} />
      <DialogButtons>
        <Button autoFocus onPress={onClose}>
          {t`Keep inside`}
        </Button>
        <Button look="stop" onPress={() => void takeOut()}>
          {ban ? t`Ban` : t`Take out`}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
