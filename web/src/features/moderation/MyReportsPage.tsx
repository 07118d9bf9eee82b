import { Trans, useLingui } from "@lingui/react/macro"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { type ReactNode, useState } from "react"
import type { OwnMeasure, OwnReport } from "../../live"
import { Button, Empty, explain, Field, Icon, outcomeOf, Skeleton, Tag, Time, toasts } from "../../ui"
import card from "../../ui/Card.module.css"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { useTitle } from "../../ui/useTitle"
import { appealMeasure, appealReport, ownReportsQuery } from "./api"
import styles from "./moderation.module.css"
import { measureOf, REASON, STATE, TARGET } from "./words"

/** Sends the appeal against one decision. */
type Appealing = (text: string) => Promise<unknown>

/** What one has reported oneself, what was decided about oneself, and the way to ask for another decision. */
export function MyReportsPage() {
  const { t, i18n } = useLingui()
  const { data, error } = useQuery(ownReportsQuery)
  const [appealing, setAppealing] = useState<{ send: Appealing } | null>(null)
  const ask = (send: Appealing) => setAppealing({ send })
  const close = () => setAppealing(null)
  useTitle(t`My reports`)
  if (error) return <Empty title={explain(i18n, error)} />
  if (!data) return <Skeleton lines={5} />
  return (
    <div className={styles.page}>
      <header className={styles.title}>
        <h1>{t`My reports`}</h1>
      </header>
      {data.about.length > 0 && (
        <section className={card.card} aria-labelledby="about">
          <div className={card.head}>
            <h2 id="about">{t`Decided about you`}</h2>
          </div>
          <ul className={styles.list}>
            {data.about.map((one) => (
              <AboutYou key={one.case} one={one} onAppeal={ask} />
            ))}
          </ul>
        </section>
      )}
      {data.reports.length === 0 ? (
        <Empty
          title={t`You have reported nothing`}
        >{t`You can report a message, a question, a person, a conference, a recording or a material. What came of it stands here.`}</Empty>
      ) : (
        <section className={card.card} aria-label={t`My reports`}>
          <ul className={styles.list}>
            {data.reports.map((one) => (
              <Row key={one.id} one={one} onAppeal={ask} />
            ))}
          </ul>
        </section>
      )}
      <Dialog title={t`Ask for another decision`} open={appealing !== null} onClose={close}>
        {appealing && <Appeal send={appealing.send} onClose={close} />}
      </Dialog>
    </div>
  )
}

function Row({ one, onAppeal }: { one: OwnReport; onAppeal: (send: Appealing) => void }) {
  const { i18n } = useLingui()
  const { icon, words } = TARGET[one.target]
  return (
    <li className={styles.own}>
      <Icon name={icon} />
      <span>
        <b>{i18n._(words)}</b>: {i18n._(REASON[one.reason])}
        <small>
          <Time start={one.created_at} end={null} />
        </small>
        {one.outcome && <span className={styles.outcome}>{i18n._(outcomeOf(one.outcome, one.target))}</span>}
        {one.may_appeal && <AskAgain onPress={() => onAppeal((text) => appealReport(one.id, text))} />}
      </span>
      <Marks decided={one.outcome !== null} state={one.state}>
        {one.urgent && (
          <Tag kind="bad" icon="warning-fill">
            <Trans>Urgent</Trans>
          </Tag>
        )}
      </Marks>
    </li>
  )
}

function AboutYou({ one, onAppeal }: { one: OwnMeasure; onAppeal: (send: Appealing) => void }) {
  const { i18n } = useLingui()
  return (
    <li className={styles.own}>
      <Icon name="warning" />
      <span>
        <b>{i18n._(measureOf(one.outcome, one.target))}</b>
        <small>
          <Time start={one.decided_at} end={null} />
        </small>
        {one.may_appeal && <AskAgain onPress={() => onAppeal((text) => appealMeasure(one.case, text))} />}
      </span>
      <Marks decided={one.state !== "appealed"} state={one.state} />
    </li>
  )
}

function Marks({
  state,
  decided,
  children,
}: {
  state: OwnReport["state"]
  decided: boolean
  children?: ReactNode
}) {
  const { i18n } = useLingui()
  return (
    <span className={styles.marks}>
      {children}
      <Tag kind={decided ? "ok" : "hold"}>{i18n._(STATE[state])}</Tag>
    </span>
  )
}

function AskAgain({ onPress }: { onPress: () => void }) {
  const { t } = useLingui()
  return (
    <Button size="small" icon="arrow-clockwise" onPress={onPress}>
      {t`Ask for another decision`}
    </Button>
  )
}

function Appeal({ send, onClose }: { send: Appealing; onClose: () => void }) {
  const { t, i18n } = useLingui()
  const queries = useQueryClient()
  const [text, setText] = useState("")
  const [busy, setBusy] = useState(false)

  async function appeal() {
    setBusy(true)
    try {
      await send(text)
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
        <Button look="main" isDisabled={busy || !text.trim()} onPress={() => void appeal()}>
          {t`Ask for another decision`}
        </Button>
      </DialogButtons>
    </>
  )
}
