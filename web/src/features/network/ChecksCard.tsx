import { useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import type { Id, NetworkCheck } from "../../live"
import { findingsOf } from "../../live/probe"
import { Button, Empty, explain, Flag, Skeleton, Tag, toasts, useZone } from "../../ui"
import card from "../../ui/Card.module.css"
import table from "../../ui/Table.module.css"
import { shortDay, wall } from "../../ui/time"
import { checksQuery } from "./api"
import { gradeOf, shortly, speedText } from "./findings"

/** One row for each school: its newest check, and the link by which the others make theirs; by default this page. */
export function ChecksCard({ space, link }: { space: Id; link?: string }) {
  const { t, i18n } = useLingui()
  const { data, error, isPending } = useQuery(checksQuery(space))
  const copy = async () => {
    await navigator.clipboard.writeText(link ? new URL(link, location.href).href : location.href)
    toasts.say(t`The link is copied. Send it to the other schools.`)
  }
  return (
    <section className={card.card}>
      <div className={card.head}>
        <h2>{t`The schools’ networks`}</h2>
        <Button size="small" icon="link-simple" onPress={() => void copy()}>
          {t`Copy the link to this check`}
        </Button>
      </div>
      {isPending && <Skeleton lines={3} />}
      {error && <Empty title={explain(i18n, error)} />}
      {data && data.checks.length === 0 && (
        <Empty
          title={t`No school has checked yet`}
        >{t`Send the link to the other schools in good time.`}</Empty>
      )}
      {data && data.checks.length > 0 && <Table checks={data.checks} />}
    </section>
  )
}

function Table({ checks }: { checks: readonly NetworkCheck[] }) {
  const { t } = useLingui()
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">{t`School`}</th>
          <th scope="col">{t`Result`}</th>
          <th scope="col" className={table.second}>{t`UDP`}</th>
          <th scope="col" className={table.second}>{t`Port 443`}</th>
          <th scope="col" className={table.number}>{t`Up`}</th>
          <th scope="col" className={table.number}>{t`Down`}</th>
          <th scope="col" className={table.second}>{t`When`}</th>
        </tr>
      </thead>
      <tbody>
        {checks.map((check) => (
          <Row key={check.school} check={check} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ check }: { check: NetworkCheck }) {
  const { t, i18n } = useLingui()
  const zone = useZone()
  const findings = findingsOf(check)
  const said = (works: boolean | null) => (works === null ? "–" : works ? t`works` : t`blocked`)
  const at = wall(check.at, zone)
  return (
    <tr>
      <th scope="row">
        <Flag country={check.country} code={false} /> <bdi>{check.school}</bdi>
      </th>
      <td>
        <Tag kind={gradeOf(findings)}>{shortly(i18n, findings)}</Tag>
      </td>
      <td className={table.second}>{said(check.udp)}</td>
      <td className={table.second}>{said(check.relay)}</td>
      <td className={table.number}>{speedText(check.up_kbit)}</td>
      <td className={table.number}>{speedText(check.down_kbit)}</td>
      <td className={table.second}>
        {shortDay(i18n, at)}, {at.clock}
      </td>
    </tr>
  )
}
