import { useLingui } from "@lingui/react/macro"
import { Button } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { useAct, useHere, useView } from "./context"

/** Asks before going out; the host may also end it for everybody. */
export function LeaveDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useLingui()
  const { conference, you, event } = useHere()
  const view = useView()
  const act = useAct()
  const adult = you.kind === "teacher"
  const teachers = view.participants.filter(({ person }) => person.kind === "teacher").length
  const last = adult && teachers <= 1
  // What has not begun is left, or called off on the page of the event.
  const begun = !event || view.conference?.state === "live"
  const mayEnd = begun && (view.seat?.role === "host" || view.seat?.role === "cohost")
  return (
    <Dialog title={t`Leave the room?`} open={open} onClose={onClose} role="alertdialog">
      <p>
        {last && !event
          ? t`You are the only teacher inside. When you leave, the pupils’ sound and pictures stop at once, and after 2 minutes the room closes.`
          : t`You can come back while there is a free seat.`}
      </p>
      <DialogButtons>
        <Button autoFocus onPress={onClose}>
          {t`Stay`}
        </Button>
        <Button look="stop-line" onPress={() => void act(() => conference.leave())}>
          {t`Leave`}
        </Button>
        {mayEnd && (
          <Button look="stop" onPress={() => void act(() => conference.end())}>
            {t`End for everybody`}
          </Button>
        )}
      </DialogButtons>
    </Dialog>
  )
}
