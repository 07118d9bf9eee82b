import { Trans, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { useEffect, useRef } from "react"
import { useLocation } from "react-router"
import type { Access, Id } from "../../live"
import { classes, Empty, explain, Moment, Skeleton, Tag, useNow } from "../../ui"
import card from "../../ui/Card.module.css"
import { accessesQuery } from "./api"
import styles from "./MembersPage.module.css"

/** Where the bell leads. */
const PLACE = "who-looked-in"

/** Who of outside staff was let in, why and for how long: those who administer see every access (n1). */
export function AccessesCard({ space }: { space: Id }) {
  const { i18n } = useLingui()
  const { data, error } = useQuery(accessesQuery(space))
  const head = useRef<HTMLHeadingElement>(null)
  const { hash } = useLocation()
  const there = data !== undefined
  useEffect(() => {
    if (!there || hash !== `#${PLACE}`) return
    head.current?.scrollIntoView({ block: "start" })
    head.current?.focus({ preventScroll: true })
  }, [there, hash])
  return (
    <section className={classes(card.card, card.pad, styles.accesses)} aria-labelledby={PLACE}>
      <h2 id={PLACE} ref={head} tabIndex={-1}>
        <Trans>Who looked in</Trans>
      </h2>
      <p>
        <Trans>
          Nobody of an agency or of the centre reads here without a reason. Each time it is written down, and
          you see it.
        </Trans>
      </p>
      {error && <Empty title={explain(i18n, error)} />}
      {!data && !error && <Skeleton lines={2} />}
      {data?.accesses.length === 0 && (
        <p>
          <Trans>Nobody has looked in so far.</Trans>
        </p>
      )}
      <ul>
        {data?.accesses.map((one) => (
          <Row key={`${one.starts_at} ${one.by}`} one={one} />
        ))}
      </ul>
    </section>
  )
}

function Row({ one: { by, reason, starts_at, ends_at } }: { one: Access }) {
  const inside = Date.parse(ends_at) > useNow(60_000)
  return (
    <li>
      <b>
        <bdi>{by}</bdi>
      </b>{" "}
      {inside && (
        <Tag kind="info" icon="shield-check">
          <Trans>may look in now</Trans>
        </Tag>
      )}
      <p dir="auto">{reason}</p>
      <small>
        <Trans>
          from <Moment at={starts_at} /> to <Moment at={ends_at} />
        </Trans>
      </small>
    </li>
  )
}
