import { useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import type { ReactNode } from "react"
import type { ConferenceReport, Id } from "../../live"
import { ButtonLink, Empty, explain, Icon, type IconName, Skeleton, Time } from "../../ui"
import card from "../../ui/Card.module.css"
import { dateText, wall } from "../../ui/time"
import { useTitle } from "../../ui/useTitle"
import { reportQuery } from "./api"
import { ExitAnswersCard } from "./ExitAnswersCard"
import { PeopleTable } from "./PeopleTable"
import { PollsCard } from "./PollsCard"
import { RemovalsCard } from "./RemovalsCard"
import styles from "./report.module.css"
import { SchoolTable } from "./SchoolTable"

export interface ReportPageProps {
  conference: Id
  back: string
  /** Its recordings; the page gives them. */
  recordings: ReactNode
  /** Of the room of an event, in which there are no pupils. */
  event?: boolean
}

/** What teachers of the space read after a conference: who was there, who spoke, how it went, and until when this is kept. */
export function ReportPage({ conference, back, recordings, event = false }: ReportPageProps) {
  const { t, i18n } = useLingui()
  const { data, error, isPending } = useQuery(reportQuery(conference))
  useTitle(data ? `${t`Report`} · ${data.title}` : undefined)
  if (isPending) return <Skeleton lines={6} />
  if (error)
    return (
      <Empty
        title={explain(i18n, error)}
        action={
          <ButtonLink to={back}>{event ? t`Back to the event` : t`Back to the conferences`}</ButtonLink>
        }
      />
    )
  return <Report report={data} back={back} recordings={recordings} event={event} />
}

interface ReportProps extends Omit<ReportPageProps, "conference"> {
  report: ConferenceReport
}

function Report({ report, back, recordings, event = false }: ReportProps) {
  const { t } = useLingui()
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <h2>
            <bdi>{report.title}</bdi>
          </h2>
          <p>
            <Time start={report.starts_at} end={report.ended_at} />
          </p>
        </div>
        <ButtonLink to={back} icon="arrow-left">
          {event ? t`Back to the event` : t`All conferences`}
        </ButtonLink>
      </header>
      <Figures report={report} />
      {recordings}
      <Sheet title={t`Schools`}>
        <SchoolTable schools={report.schools} />
      </Sheet>
      <div className={styles.pair}>
        {!event && <ExitAnswersCard answers={report.exit_answers} />}
        <RemovalsCard removals={report.removals} />
      </div>
      <PollsCard report={report} />
      <Sheet title={t`People`}>
        <PeopleTable people={report.people} />
      </Sheet>
      <Deletion report={report} event={event} />
    </div>
  )
}

function Sheet({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={card.card}>
      <div className={card.head}>
        <h2>{title}</h2>
      </div>
      {children}
    </section>
  )
}

function Figures({ report }: { report: ConferenceReport }) {
  const { t } = useLingui()
  const { attended, schools, people } = report
  const hands = people.reduce((sum, one) => sum + one.hands, 0)
  const spoke = people.filter(({ talk_s }) => talk_s > 0).length
  const figures: [IconName, number, string][] = [
    ["users-three", attended, t`people were inside`],
    ["house", schools.length, t`schools`],
    ["microphone", spoke, t`people spoke`],
    ["hand-palm", hands, t`hands were raised`],
  ]
  return (
    <ul className={styles.figures}>
      {figures.map(([icon, number, words]) => (
        <li key={words} className={card.card}>
          <Icon name={icon} />
          <b>{number}</b>
          <span>{words}</span>
        </li>
      ))}
    </ul>
  )
}

function Deletion({ report, event }: { report: ConferenceReport; event: boolean }) {
  const { t, i18n } = useLingui()
  const day = (date: string) => dateText(i18n, wall(`${date}T12:00:00Z`, "UTC"))
  const pupils = day(report.deleted_on)
  const adults = day(report.adults_deleted_on)
  return (
    <p className={styles.deletion}>
      <Icon name="hourglass-low-fill" />
      {event
        ? t`Only those who lead the event see this. It is deleted automatically on ${adults}.`
        : t`Only teachers of this TwinSpace see this. What is about pupils is deleted automatically on ${pupils}, what is about adults on ${adults}.`}
    </p>
  )
}
