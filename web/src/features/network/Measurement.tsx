import { useLingui as useI18n } from "@lingui/react"
import { useLingui } from "@lingui/react/macro"
import type { ProbeResult } from "../../live/probe"
import { Banner } from "../../ui"
import styles from "./check.module.css"
import { gradeOf, inFull, speedText } from "./findings"

/** What one check found, first in words, then in figures. */
export function Measurement({ result }: { result: ProbeResult }) {
  const { t } = useLingui()
  const { i18n } = useI18n()
  const { findings, udp, relay } = result
  const path = udp ? t`direct (UDP)` : relay ? t`by the relay (TLS on port 443)` : t`none found`
  const figures: [string, string][] = [
    [t`Way`, path],
    [t`Up`, speedText(result.up_kbit)],
    [t`Down`, speedText(result.down_kbit)],
    [t`Lost`, `${result.loss_percent.toFixed(1)} %`],
    [t`There and back`, `${result.round_trip_ms} ms`],
  ]
  return (
    <>
      <Banner kind={gradeOf(findings)}>{inFull(i18n, findings)}</Banner>
      <dl className={styles.figures}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
