import { Trans, useLingui } from "@lingui/react/macro"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import type { OwnReport } from "../../live"
import { Button, Empty, explain, Field, Icon, Skeleton, Tag, Time, toasts } from "../../ui"
import card from "../../ui/Card.module.css"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { useTitle } from "../../ui/useTitle"
import { appealReport, ownReportsQuery } from "./api"
import styles from "./moderation.module.css"
import { OUTCOME, REASON, STATE, TARGET } from "./words"

/** What one has reported oneself, what came of it, and the way to ask for another decision. */
export function MyReportsPage() {
  const { t, i18n } = useLingui()
  const { data, error } = useQuery(ownReportsQuery)
  const [asking, setAsking] = useState<OwnReport | null>(null)
  useTitle(t`My reports`)
  if (error) return <Empty title={explain(i18n, error)} />
  if (!data) return <Skeleton lines={5} />
  return (
    <div className={styles.page}>
      <header className={styles.title}>
        <h1>{t`My reports`}</h1>
      </header>
      {data.reports.length === 0 ? (
        <Empty
          title={t`You have reported nothing`}
        >{t`You can report a message, a person or a conference. What came of it stands here.`}</Empty>
      ) : (
        <section className={card.card}>
          <ul className={styles.list}>
            {data.reports.map((one) => (
              <Row key={one.id} one={one} onAppeal={() => setAsking(one)} />
            ))}
          </ul>
        </section>
      )}
      <Dialog title={t`Ask for another decision`} open={asking !== null} onClose={() => setAsking(null)}>
        {asking && <Appeal report={asking} onClose={() => setAsking(null)} />}
      </Dialog>
    </div>
  )
}

function Row({ one, onAppeal }: { one: OwnReport; onAppeal: () => void }) {
  const { t, i18n } = useLingui()
  const { icon, words } = TARGET[one.target]
  return (
    <li className={styles.own}>
      <Icon name={icon} />
      <span>
        <b>{i18n._(words)}</b>: {i18n._(REASON[one.reason])}
        <small>
          <Time start={one.created_at} end={null} />
        </small>
        {one.outcome && <span className={styles.outcome}>{i18n._(OUTCOME[one.outcome])}</span>}
        {one.may_appeal && (
          <Button size="small" icon="arrow-clockwise" onPress={onAppeal}>
            {t`Ask for another decision`}
          </Button>
        )}
      </span>
      <span className={styles.marks}>
        {one.urgent && (
          <Tag kind="bad" icon="warning-fill">
            <Trans>Urgent</Trans>
          </Tag>
        )}
        <Tag kind={one.outcome ? "ok" : "hold"}>{i18n._(STATE[one.state])}</Tag>
      </span>
    </li>
  )
}

function Appeal({ report, onClose }: { report: OwnReport; onClose: () => void }) {
  const { t, i18n } = useLingui()
  const queries = useQueryClient()
  const [text, setText] = useState("")
  const [busy, setBusy] = useState(false)

  async function send() {
    setBusy(true)
    try {
      await appealReport(report.id, text)
      toasts.say(t`Somebody else looks at it now, and you will hear what came of it.`)
      onClose()
    } catch (error) {
      toasts.say(explain(i18n, error), { kind: "bad" })
      setBusy(false)
    }
    await queries.invalidateQueries(ownReportsQuery)
  }

  return (
    <>
      <div className={styles.form}>
        <p>{t`Somebody who has not decided yet looks at it once more. This is possible once.`}</p>
        <Field label={t`Why?`} value={text} onChange={setText} lines={3} maxLength={2000} autoFocus />
      </div>
      <DialogButtons>
        <Button onPress={onClose}>{t`Cancel`}</Button>
        <Button look="main" isDisabled={busy || !text.trim()} onPress={() => void send()}>
          {t`Ask for another decision`}
        </Button>
      </DialogButtons>
    </>
  )
}
