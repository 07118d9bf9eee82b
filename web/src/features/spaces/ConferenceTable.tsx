import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { useState } from "react"
import type { ConferenceSummary } from "../../live"
import { Button, ButtonLink, Tag, useZone } from "../../ui"
import { BRUSSELS, hours, ownTime, shortDay, wall } from "../../ui/time"
import styles from "./ConferenceTable.module.css"
import { inOrder, isOver } from "./conferences"
import { WayIn } from "./NextConference"

const FIRST = 8

export interface ConferenceTableProps {
  conferences: ConferenceSummary[]
  slug: string
  /** Whether the reader may see what is left of a conference. */
  reports: boolean
}

/** All conferences of a space: those to come first, then the past ones. */
export function ConferenceTable({ conferences, slug, reports }: ConferenceTableProps) {
  const [all, setAll] = useState(false)
  const ordered = inOrder(conferences)
  const shown = all ? ordered : ordered.slice(0, FIRST)
  return (
    <>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>When</Trans>
            </th>
            <th scope="col">
              <Trans>What</Trans>
            </th>
            <th scope="col" className={styles.second}>
              <Trans>Leads</Trans>
            </th>
            <th scope="col" className={styles.number}>
              <Trans>Length</Trans>
            </th>
            <th scope="col">
              <Trans>State</Trans>
            </th>
            <th scope="col">
              <span className="sr">
                <Trans>Way in</Trans>
              </span>
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((conference) => (
            <Row key={conference.id} conference={conference} slug={slug} reports={reports} />
          ))}
        </tbody>
      </table>
      {ordered.length > shown.length && (
        <div className={styles.more}>
          <Button look="quiet" onPress={() => setAll(true)}>
            <Plural value={ordered.length - shown.length} one="Show # more" other="Show # more" />
          </Button>
        </div>
      )}
    </>
  )
}

interface RowProps {
  conference: ConferenceSummary
  slug: string
  reports: boolean
}

function Row({ conference, slug, reports }: RowProps) {
  const { i18n } = useLingui()
  const zone = useZone()
  const start = Date.parse(conference.starts_at)
  const own = ownTime(i18n, start, zone)
  const minutes = conference.duration_min
  return (
    <tr>
      <td className={styles.when}>
        <time dateTime={conference.starts_at}>
          {shortDay(i18n, wall(start, BRUSSELS))}, {hours(start, null)}
          {own && <small>{own}</small>}
        </time>
      </td>
      <td className={styles.what}>
        <bdi>{conference.title}</bdi>
      </td>
      <td className={styles.second}>
        <bdi>{conference.host.name}</bdi>
      </td>
      <td className={styles.number}>
        <Trans>{minutes} min</Trans>
      </td>
      <td>
        <StateTag conference={conference} />
      </td>
      <td className={styles.way}>
        {!isOver(conference) && <WayIn conference={conference} slug={slug} small />}
        {reports && conference.state === "ended" && (
          <ButtonLink
            size="small"
            look="quiet"
            icon="clipboard-text"
            to={`/t/${slug}/report/${conference.id}`}
          >
            <Trans>Report</Trans>
          </ButtonLink>
        )}
      </td>
    </tr>
  )
}

export function StateTag({ conference }: { conference: ConferenceSummary }) {
  switch (conference.state) {
    case "live":
      return (
        <Tag kind="live">
          <Trans>Live</Trans>
        </Tag>
      )
    case "open":
      return (
        <Tag kind="ok" icon="door-open">
          <Trans>Doors open</Trans>
        </Tag>
      )
    case "scheduled":
      return (
        <Tag kind="info">
          <Trans>Planned</Trans>
        </Tag>
      )
    case "cancelled":
      return (
        <Tag kind="bad">
          <Trans>Cancelled</Trans>
        </Tag>
      )
    case "expired":
      return (
        <Tag>
          <Trans>Nobody came</Trans>
        </Tag>
      )
    default:
      return (
        <Tag>
          <Trans>Ended</Trans>
        </Tag>
      )
  }
}
