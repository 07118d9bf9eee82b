import { plural } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { Link, useParams } from "react-router"
import type { Case, CaseSummary, Outcome, Target, WayToPlace } from "../../live"
import {
  Button,
  classes,
  Empty,
  explain,
  Field,
  Moment,
  OUTCOME,
  outcomeOf,
  Select,
  Skeleton,
  Tag,
  Time,
  toasts,
  WARNED,
} from "../../ui"
import card from "../../ui/Card.module.css"
import { useTitle } from "../../ui/useTitle"
import { addNote, caseQuery, moveCase, resolveCase } from "./api"
import { EvidenceCard } from "./EvidenceCard"
import styles from "./moderation.module.css"
import { OpenRoomCard } from "./OpenRoomCard"
import { REASON, STATE } from "./words"

/** At most thirty (domain 11.4). */
const DAYS = [1, 3, 7, 14, 30]
const AT_WORK = ["open", "triaged", "in_work", "appealed"]
const REMOVABLE: readonly Target[] = ["message", "material", "question", "recording"]

/** One case (S10): who said what, what was done, sealed evidence, the decision, and when all of it is deleted. */
export function CasePage() {
  const { t, i18n } = useLingui()
  const { case: id = "" } = useParams()
  const { data, error } = useQuery(caseQuery(id))
  useTitle(t`Report`)
  if (error) return <Empty title={explain(i18n, error)} />
  if (!data) return <Skeleton lines={6} />
  return <Whole shown={data} />
}

/** Where it happened: the room, the page of the material, or where conferences and their recordings are listed. */
function placeOf(
  { slug, room, conference, target, target_id, outcome }: CaseSummary,
  { seq }: WayToPlace,
): string {
  if (target === "material") return `/t/${slug}/materials${outcome === "removed" ? "" : `/item/${target_id}`}`
  if (target === "person") return `/t/${slug}/members`
  if (target !== "message") return `/t/${slug}/live`
  if (conference) return `/t/${slug}/conference/${conference}`
  return `/t/${slug}/chat${room ? `/${room}` : ""}${seq ? `?at=${seq}` : ""}`
}

/** Does it, shows what came of it, and says so when it did not work. */
export function useCaseAct(id: string) {
  const { i18n } = useLingui()
  const queries = useQueryClient()
  return async (work: () => Promise<Case>): Promise<boolean> => {
    try {
      queries.setQueryData(caseQuery(id).queryKey, await work())
      return true
    } catch (error) {
      toasts.say(explain(i18n, error), { kind: "bad" })
      return false
    }
  }
}

function Whole({ shown }: { shown: Case }) {
  const { t, i18n } = useLingui()
  const { summary } = shown
  const act = useCaseAct(summary.id)
  const open = AT_WORK.includes(summary.state)
  return (
    <div className={styles.page}>
      <header>
        <div className={styles.caseHead}>
          <h1>{summary.subject ? t`Report about ${summary.subject.name}` : t`Report`}</h1>
          {summary.urgent && <Tag kind="bad" icon="warning-fill">{t`Urgent`}</Tag>}
          <Tag kind="hold">{i18n._(STATE[summary.state])}</Tag>
        </div>
        <p>
          {shown.way.is_member ? (
            <Link to={placeOf(summary, shown.way)}>
              <bdi>{summary.space_title}</bdi>
            </Link>
          ) : (
            <bdi>{summary.space_title}</bdi>
          )}{" "}
          · {t`look at it by`} <Time start={summary.due_at} end={null} />
        </p>
      </header>
      <section className={classes(card.card, card.pad, styles.form)}>
        <h2>{t`What was said`}</h2>
        <ul className={styles.timeline}>
          {shown.reports.map((one) => (
            <li key={one.reporter.id}>
              <b>{i18n._(REASON[one.reason])}</b> · <bdi>{one.reporter.name}</bdi>{" "}
              <Moment at={one.created_at} />
              {one.text && <p dir="auto">{one.text}</p>}
            </li>
          ))}
        </ul>
      </section>
      <OpenRoomCard id={summary.id} way={shown.way} />
      <EvidenceCard shown={shown} />
      {open && <Decision shown={shown} />}
      <section className={classes(card.card, card.pad, styles.form)}>
        <h2>{t`Timeline`}</h2>
        <Timeline shown={shown} />
        {open && summary.state !== "in_work" && summary.state !== "appealed" && (
          <Button
            onPress={() => void act(() => moveCase(summary.id, { state: "in_work" }))}
          >{t`Take it`}</Button>
        )}
        <Note id={summary.id} />
      </section>
      {summary.expires_at && (
        <p>
          <Trans>All that was written here is deleted on</Trans>{" "}
          <Time start={summary.expires_at} end={null} />
        </p>
      )}
    </div>
  )
}

function Timeline({ shown }: { shown: Case }) {
  const { t, i18n } = useLingui()
  const words: Record<string, string> = {
    opened: t`Opened`,
    reported: t`Reported`,
    hidden: t`Hidden until somebody has looked`,
    note: t`Note`,
    triaged: t`Looked at`,
    in_work: t`Taken into work`,
    resolved: t`Decided`,
    appealed: t`Another decision was asked for`,
    closed: t`Closed`,
    evidence_sealed: t`Evidence sealed`,
    evidence_asked: t`Asked to open the evidence`,
    evidence_agreed: t`Agreed to open the evidence`,
    evidence_read: t`Read the evidence`,
    warned: t`Wrote to the pupil`,
    warning_taken_back: t`Took it back`,
  }
  return (
    <ol className={styles.timeline}>
      {shown.steps.map((step) => (
        <li key={`${step.at} ${step.kind}`}>
          <Moment at={step.at} /> <b>{words[step.kind] ?? step.kind}</b> {step.by && <bdi>{step.by}</bdi>}
          {step.data.outcome && (
            <> · {i18n._(outcomeOf(step.data.outcome as Outcome, shown.summary.target))}</>
          )}
          {step.kind === "warned" && Object.hasOwn(WARNED, step.data.phrase ?? "") && (
            <> · {i18n._(WARNED[step.data.phrase as keyof typeof WARNED])}</>
          )}
          {step.text && <p dir="auto">{step.text}</p>}
        </li>
      ))}
    </ol>
  )
}

function Note({ id }: { id: string }) {
  const { t } = useLingui()
  const [text, setText] = useState("")
  const act = useCaseAct(id)
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        void act(() => addNote(id, { text })).then((done) => done && setText(""))
      }}
    >
      <Field label={t`Note`} value={text} onChange={setText} lines={2} maxLength={2000} />
      <Button type="submit" size="small" isDisabled={!text.trim()}>{t`Write it down`}</Button>
    </form>
  )
}

function Decision({ shown: { summary, may_decide_appeal } }: { shown: Case }) {
  const { t, i18n } = useLingui()
  const [outcome, setOutcome] = useState<Outcome>("no_action")
  const [days, setDays] = useState("7")
  const [text, setText] = useState("")
  const act = useCaseAct(summary.id)
  if (summary.state === "appealed" && !may_decide_appeal)
    return <p>{t`Somebody else decides about this appeal.`}</p>
  return (
    <section className={classes(card.card, card.pad, styles.form)}>
      <h2>{t`Decide`}</h2>
      <Select
        label={t`What comes of it?`}
        value={outcome}
        onChange={(value) => setOutcome(value as Outcome)}
        options={(Object.keys(OUTCOME) as Outcome[]).map((one) => ({
          value: one,
          label: i18n._(outcomeOf(one, summary.target)),
          disabled: one === "removed" && !REMOVABLE.includes(summary.target),
        }))}
      />
      {outcome === "suspended" && (
        <>
          <Select
            label={t`For how long?`}
            value={days}
            onChange={setDays}
            options={DAYS.map((one) => ({
              value: String(one),
              label: plural(one, { one: "# day", other: "# days" }),
            }))}
          />
          <p>{t`Then the account opens by itself. A letter tells the person so, and how to ask for another decision.`}</p>
        </>
      )}
      {outcome === "removed" && summary.target === "material" && (
        <p>{t`It is deleted for everybody. Messages that link it will say that it is no longer there.`}</p>
      )}
      {outcome === "removed" && summary.target === "recording" && (
        <p>{t`It is deleted for everybody, and its link shows nothing any more.`}</p>
      )}
      <Field
        label={t`Why? Only colleagues read it.`}
        value={text}
        onChange={setText}
        lines={2}
        maxLength={2000}
      />
      <Button
        look="main"
        onPress={() =>
          void act(() =>
            resolveCase(summary.id, {
              outcome,
              text,
              ...(outcome === "suspended" ? { days: Number(days) } : {}),
            }),
          )
        }
      >
        {t`Decide`}
      </Button>
    </section>
  )
}
