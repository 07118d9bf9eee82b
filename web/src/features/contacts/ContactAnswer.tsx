import { Trans, useLingui } from "@lingui/react/macro"
import type { Id } from "../../live"
import { Button, toasts } from "../../ui"
import { answer } from "./api"
import styles from "./contacts.module.css"
import { useChange } from "./useChange"

/** Yes or no to somebody who asks. */
export function ContactAnswer({ request, name }: { request: Id; name: string }) {
  const { t } = useLingui()
  const [busy, change] = useChange()
  async function say(yes: boolean) {
    if (await change(() => answer(request, yes))) toasts.say(yes ? t`You are contacts now.` : t`Declined.`)
  }
  return (
    <div className={styles.answer}>
      <Button
        size="small"
        look="main"
        isDisabled={busy}
        aria-label={t`Accept: ${name}`}
        onPress={() => void say(true)}
      >
        <Trans>Accept</Trans>
      </Button>
      <Button size="small" isDisabled={busy} aria-label={t`Decline: ${name}`} onPress={() => void say(false)}>
        <Trans>Decline</Trans>
      </Button>
    </div>
  )
}
