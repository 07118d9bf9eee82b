import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { Link } from "react-router"
import type { CaseSummary } from "../../live"
import { Avatar, ButtonLink, Empty, explain, Icon, Moment, outcomeOf, Skeleton, Tag } from "../../ui"
import card from "../../ui/Card.module.css"
import { Radios } from "../../ui/Radios"
import { useTitle } from "../../ui/useTitle"
import { casesQuery, decidedCasesQuery } from "./api"
import styles from "./moderation.module.css"
import { REASON, STATE } from "./words"

/** Reports that somebody has to decide: urgent first, then the oldest. */
export function CasesPage() {
  const { t, i18n } = useLingui()
  const [over, setOver] = useState(false)
  const { data, error } = useQuery(over ? decidedCasesQuery : casesQuery)
  useTitle(t`Reports`)
  if (error) return <Empty title={explain(i18n, error)} />
  if (!data && !over) return <Skeleton lines={5} />
  return (
    <div className={styles.page}>
      <header className={styles.title}>
        <h1>{t`Reports`}</h1>
        <nav className={styles.chips} aria-label={t`Moderation`}>
          {data?.keeps_lists && <ButtonLink to="/word-lists" icon="list-checks">{t`Word lists`}</ButtonLink>}
          {data?.reads_audit && <ButtonLink to="/audit" icon="list">{t`Audit log`}</ButtonLink>}
          {data?.moderates && <ButtonLink to="/wall" icon="eye">{t`Moderator wall`}</ButtonLink>}
        </nav>
      </header>
      <Radios
        label={t`Which reports?`}
        value={over ? "over" : "waiting"}
        onChange={(which) => setOver(which === "over")}
        options={[
          { value: "waiting", label: t`To decide` },
          { value: "over", label: t`Decided` },
        ]}
      />
      {!data && <Skeleton lines={5} />}
      {data?.cases.length === 0 && (
        <Empty title={over ? t`Nothing was decided yet` : t`Nothing is waiting`}>
          {t`Reports about your pupils and your country appear here.`}
        </Empty>
      )}
      {data && data.cases.length > 0 && (
        <section className={card.card}>
          <ul className={styles.list}>
            {data.cases.map((one) => (
              <Row key={one.id} one={one} />
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

function Row({ one }: { one: CaseSummary }) {
  const { i18n } = useLingui()
  return (
    <li>
      {one.subject ? <Avatar person={one.subject} /> : <Icon name="flag" />}
      <span>
        <Link to={`/cases/${one.id}`}>
          <b>{one.reasons.map((reason) => i18n._(REASON[reason])).join(", ")}</b>
        </Link>
        <small>
          <bdi>{one.subject?.name}</bdi> · <bdi>{one.space_title}</bdi> · <Moment at={one.created_at} />
        </small>
      </span>
      <span className={styles.marks}>
        {one.urgent && (
          <Tag kind="bad" icon="warning-fill">
            <Trans>Urgent</Trans>
          </Tag>
        )}
        <Tag kind={one.outcome ? "ok" : "hold"}>
          {i18n._(one.outcome ? outcomeOf(one.outcome, one.target) : STATE[one.state])}
        </Tag>
        <Tag icon="flag">
          <Plural value={one.reports} one="# report" other="# reports" />
        </Tag>
      </span>
    </li>
  )
}
