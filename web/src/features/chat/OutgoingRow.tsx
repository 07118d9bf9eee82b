import { Trans, useLingui } from "@lingui/react/macro"
import { Button } from "react-aria-components/Button"
import { Clock, classes, explain, Icon, MaterialCard } from "../../ui"
import styles from "./Message.module.css"
import { MessageText } from "./MessageText"
import type { Outgoing } from "./outgoing"
import type { ChatStore } from "./store"

/** A message that is not stored yet: on its way, waiting for the line, or refused with the reason. */
export function OutgoingRow({
  outgoing,
  headed,
  store,
}: {
  outgoing: Outgoing
  headed: boolean
  store: ChatStore
}) {
  const { state, replyTo } = outgoing
  return (
    <article
      className={classes(
        styles.message,
        styles.own,
        !headed && styles.continued,
        state === "failed" ? styles.failed : styles.sending,
      )}
    >
      {headed && (
        <header className={styles.head}>
          <Clock at={outgoing.at} />
        </header>
      )}
      <div className={styles.line}>
        <div className={styles.body}>
          {replyTo && (
            <blockquote className={styles.quote}>
              <b>
                <bdi>{replyTo.author.name}</bdi>
              </b>
              <span dir="auto">{replyTo.text}</span>
            </blockquote>
          )}
          <MessageText text={outgoing.text} mentions={[]} people={[]} me="" />
          {outgoing.material && <MaterialCard preview={outgoing.material} />}
        </div>
      </div>
      <StateLine outgoing={outgoing} store={store} />
    </article>
  )
}

function StateLine({
  outgoing: { state, refusal, clientId },
  store,
}: {
  outgoing: Outgoing
  store: ChatStore
}) {
  const { i18n } = useLingui()
  if (state === "sending")
    return (
      <span className="sr">
        <Trans>Sending</Trans>
      </span>
    )
  if (state === "queued")
    return (
      <p className={styles.state}>
        <Icon name="clock" /> <Trans>Waits for the network</Trans>
      </p>
    )
  return (
    <p className={styles.state}>
      <span className={styles.bad} role="alert">
        {explain(i18n, refusal)}
      </span>
      {state === "failed" && (
        <Button className={styles.link ?? ""} onPress={() => store.retry(clientId)}>
          <Trans>Try again</Trans>
        </Button>
      )}
      <Button className={styles.link ?? ""} onPress={() => store.discard(clientId)}>
        <Trans>Do not send</Trans>
      </Button>
    </p>
  )
}
