import { Trans, useLingui } from "@lingui/react/macro"
import { useInfiniteQuery } from "@tanstack/react-query"
import { useState } from "react"
import type { AuditLine } from "../../live"
import { Button, Check, classes, Empty, explain, Icon, Moment, Select, Skeleton, Tag } from "../../ui"
import card from "../../ui/Card.module.css"
import { useTitle } from "../../ui/useTitle"
import { type AuditFilter, auditQuery } from "./api"
import { actText, FEATURES } from "./audit"
import styles from "./moderation.module.css"

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
        <a className={styles.take} href="/api/moderation/audit.csv" download>
          <Icon name="download-simple" />
          <Trans>The last 31 days as a table</Trans>
        </a>
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

function Line({ line }: { line: AuditLine }) {
  const { t, i18n } = useLingui()
  const { at, by, about, space_title, safeguarding, data } = line
  const more = [data.outcome, data.reason, data.role].filter(Boolean).join(", ")
  return (
    <li>
      <Moment at={at} />
      <span>
        <b>{actText(i18n, line.action)}</b>
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
