import { useLingui } from "@lingui/react/macro"
import type { ChooseMail } from "../../live"

/** What each kind of letters that can be switched off holds. */
export function useKinds(): Record<keyof ChooseMail, string> {
  const { t } = useLingui()
  return {
    events: t`Events: invitations, reminders, free seats, recordings`,
    people: t`People: contact requests`,
  }
}
