import { Trans, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import type { Id } from "../../live"
import { Button, explain, Skeleton, toasts } from "../../ui"
import { linkQuery } from "./api"
import styles from "./PageLink.module.css"

/** The way to an event for those who are nobody's contacts: its address to send on, and as a picture to show. */
export function PageLink({ event }: { event: Id }) {
  const { t, i18n } = useLingui()
  const { data, error } = useQuery(linkQuery(event))
  if (error && !data) return <p>{explain(i18n, error)}</p>
  if (!data) return <Skeleton lines={3} />
  const { address, picture } = data
  return (
    <section className={styles.link} aria-label={t`Link to the event`}>
      <img src={picture} alt={t`QR code of the link to the event`} />
      <div>
        <p>
          <Trans>Send the link, or show the code. Whoever signs in and whom the event is for can join.</Trans>
        </p>
        <code dir="ltr">{address}</code>
        <Button
          icon="copy"
          onPress={() =>
            void navigator.clipboard?.writeText(address).then(() => toasts.say(t`The link is copied.`))
          }
        >
          <Trans>Copy the link</Trans>
        </Button>
      </div>
    </section>
  )
}
