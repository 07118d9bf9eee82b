import { Trans, useLingui } from "@lingui/react/macro"
import { useInfiniteQuery } from "@tanstack/react-query"
import { useState } from "react"
import { type AuditLine, line } from "../../live"
import {
  Button,
  Check,
  classes,
  Empty,
  explain,
  Field,
  Icon,
  Moment,
  Select,
  Skeleton,
  Tag,
  useZone,
} from "../../ui"
import card from "../../ui/Card.module.css"
import { instantOf, wall } from "../../ui/time"
import { useTitle } from "../../ui/useTitle"
import { type AuditFilter, auditQuery } from "./api"
import { actText, FEATURES } from "./audit"
import styles from "./moderation.module.css"

const DAY_MS = 86_400_000

/** Who saw and did what: everybody's lines for administrators, an agency's own; and the same as a table to take along. */
export function AuditPage() {
  const { t, i18n } = useLingui()
  const [filter, setFilter] = useState<AuditFilter>({ action: "", safeguarding: false })
  const list = useInfiniteQuery(auditQuery(filter))
  const lines = list.data?.pages.flatMap((page) => page.lines)
  const own = list.data?.pages[0]?.everybody === false
  useTitle(t`Audit log`)
  return (
    <div className={styles.page}>
      <header className={styles.title}>
        <h1>{t`Audit log`}</h1>
      </header>
      <p className={styles.hint}>
        {own ? t`What you saw and did yourself.` : t`Who saw and did what, in all of TwinSpace.`}{" "}
        <Trans>Nobody can change a line. It is kept for two years, for safeguarding five.</Trans>
      </p>
      <div className={styles.auditFilter}>
        <Select
          label={t`What?`}
          value={filter.action}
          onChange={(action) => setFilter({ ...filter, action })}
          options={FEATURES.map(([value, words]) => ({ value, label: i18n._(words) }))}
        />
        <Check
          isSelected={filter.safeguarding}
          onChange={(safeguarding) => setFilter({ ...filter, safeguarding })}
        >
          <Trans>Safeguarding only</Trans>
        </Check>
      </div>
      <Take />
      {list.error && <Empty title={explain(i18n, list.error)} />}
      {!lines && !list.error && <Skeleton lines={8} />}
      {lines?.length === 0 && <Empty title={t`No line here`} />}
      {lines && lines.length > 0 && (
        <section className={card.card} aria-label={t`Lines`}>
          <ol className={classes(styles.list, styles.audit)}>
            {lines.map((line) => (
              <Line key={line.id} line={line} />
            ))}
          </ol>
        </section>
      )}
      {list.hasNextPage && (
        <Button isPending={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
          {t`Show more`}
        </Button>
      )}
    </div>
  )
}

/** The same as a table, of the days one chooses: the last month unless something else is said. */
function Take() {
  const { t } = useLingui()
  const zone = useZone()
  const [days, setDays] = useState(() => {
    const now = line.serverNow()
    return { since: wall(now - 31 * DAY_MS, zone).date, until: wall(now, zone).date }
  })
  const instant = (day: string, more = 0) => new Date(instantOf(day, "00:00", zone) + more).toISOString()
  const whole = days.since && days.until && days.since <= days.until
  return (
    <div className={styles.auditFilter}>
      <Field
        label={t`From day`}
        type="date"
        value={days.since}
        onChange={(since) => setDays({ ...days, since })}
      />
      <Field
        label={t`To day`}
        type="date"
        value={days.until}
        onChange={(until) => setDays({ ...days, until })}
      />
      {whole && (
        <a
          className={styles.take}
          href={`/api/moderation/audit.csv?${new URLSearchParams({ since: instant(days.since), until: instant(days.until, DAY_MS) })}`}
          download
        >
          <Icon name="download-simple" />
          <Trans>Save these days as a table</Trans>
        </a>
      )}
    </div>
  )
}

function Line({ line: { at, by, about, action, space_title, safeguarding, data } }: { line: AuditLine }) {
  const { t, i18n } = useLingui()
  const more = [data.outcome, data.reason, data.role].filter(Boolean).join(", ")
  return (
    <li>
      <Moment at={at} />
      <span>
        <b>{actText(i18n, action)}</b>
        {about && (
          <>
            : <bdi>{about}</bdi>
          </>
        )}
        {more && <span dir="auto"> ({more})</span>}
        <small>
          <bdi>{by ?? t`by itself`}</bdi>
          {space_title && (
            <>
              {" · "}
              <bdi>{space_title}</bdi>
            </>
          )}
        </small>
      </span>
      {safeguarding && <Tag kind="info" icon="shield-check">{t`Safeguarding`}</Tag>}
    </li>
  )
}
