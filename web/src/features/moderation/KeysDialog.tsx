import { useLingui } from "@lingui/react/macro"
import { Button } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"

/** What each key does. Keys work only where nothing is being written. */
export function KeysDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useLingui()
  return (
    <Dialog title={t`Keys`} open={open} onClose={onClose}>
      <ul>
        <li>{t`J and K: the next and the previous room`}</li>
        <li>{t`Arrows up and down: another message`}</li>
        <li>{t`A, H, D: approve, hold or delete the chosen message`}</li>
        <li>{t`M: mute its writer for ten minutes`}</li>
        <li>{t`W: write to its writer, a pupil`}</li>
        <li>{t`E: report it, so that evidence is sealed`}</li>
        <li>{t`L: pause the room, and let it go on`}</li>
        <li>{t`U: undo, while that is offered`}</li>
      </ul>
      <DialogButtons>
        <Button onPress={onClose}>{t`Close`}</Button>
      </DialogButtons>
    </Dialog>
  )
}
