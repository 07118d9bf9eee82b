import { Trans, useLingui } from "@lingui/react/macro"
import type { Message } from "../../live"
import { Button, useZone } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { dateText, wall } from "../../ui/time"
import styles from "./Message.module.css"

/** When a message was written, changed, and is deleted. */
export function Details({
  message,
  open,
  onClose,
}: {
  message: Message
  open: boolean
  onClose: () => void
}) {
  const { t } = useLingui()
  const when = useWhen()
  return (
    <Dialog title={t`About this message`} open={open} onClose={onClose}>
      <dl className={styles.details}>
        <dt>
          <Trans>Written</Trans>
        </dt>
        <dd>{when(message.created_at)}</dd>
        {message.edited_at && (
          <>
            <dt>
              <Trans>Changed</Trans>
            </dt>
            <dd>{when(message.edited_at)}</dd>
          </>
        )}
        <dt>
          <Trans>Deleted on</Trans>
        </dt>
        <dd>{when(message.expires_at)}</dd>
      </dl>
      <DialogButtons>
        <Button onPress={onClose}>{t`Close`}</Button>
      </DialogButtons>
    </Dialog>
  )
}

/** An instant as day and clock, on the reader's wall. */
function useWhen(): (at: string) => string {
  const { i18n } = useLingui()
  const zone = useZone()
  return (at) => {
    const there = wall(at, zone)
    return `${dateText(i18n, there)}, ${there.clock}`
  }
}
