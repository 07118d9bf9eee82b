import { useLingui } from "@lingui/react/macro"
import type { Message } from "../../live"
import { useZone } from "../../ui"
import { dateText, wall } from "../../ui/time"

/** "Deleted on 17 Feb 2027", for whoever asks. */
export function useDeletionDate(message: Message): string {
  const { i18n, t } = useLingui()
  const zone = useZone()
  const date = dateText(i18n, wall(message.expires_at, zone))
  return t`Deleted on ${date}`
}
