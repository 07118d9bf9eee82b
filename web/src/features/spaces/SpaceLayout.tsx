import { Trans, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { createContext, type ReactNode, useContext } from "react"
import { Outlet, useLocation, useParams } from "react-router"
import type { SpaceCard } from "../../live"
import { Flag, NavTabs, Skeleton, Tag, TwinTile } from "../../ui"
import { conferencesQuery, useFollowedSpace, useSpaceBySlug } from "./api"
import { isRunning } from "./conferences"
import styles from "./SpaceLayout.module.css"

/** The space that the pages below stand in. */
export function useSpace(): SpaceCard {
  const space = useContext(SpaceContext)
  if (!space) throw new Error("Outside of a space")
  return space
}

const SpaceContext = createContext<SpaceCard | null>(null)

/** Finds the space of the address; `stranger` is shown to those who are not in it. */
export function SpaceDoor({ stranger }: { stranger: ReactNode }) {
  const { slug = "" } = useParams()
  const space = useSpaceBySlug(slug)
  useFollowedSpace(space?.id)
  if (space === undefined) return <Skeleton lines={5} />
  if (!space) return stranger
  return (
    <SpaceContext value={space}>
      <Outlet />
    </SpaceContext>
  )
}

/** Title, flags, cover and tabs; the pages stand below. Other tabs come when they work. */
export function SpaceLayout() {
  const { t } = useLingui()
  const space = useSpace()
  const { data } = useQuery(conferencesQuery(space.id))
  const running = data?.conferences.some(isRunning) ?? false
  const base = `/t/${space.slug}`
  const { pathname } = useLocation()
  const underLive =
    pathname.startsWith(`${base}/report/`) ||
    pathname.startsWith(`${base}/kept`) ||
    pathname === `${base}/check`
  return (
    <>
      <section className={styles.header} aria-labelledby="space-title">
        <div className={styles.inner}>
          <h1 id="space-title">
            <bdi>{space.title}</bdi>
          </h1>
          <p className={styles.meta}>
            {space.countries.map((country) => (
              <Flag key={country} country={country} />
            ))}
            {space.state !== "open" && (
              <Tag icon="lock-simple">
                {space.state === "read_only" ? <Trans>Closed: read only</Trans> : <Trans>Archived</Trans>}
              </Tag>
            )}
          </p>
          <NavTabs
            label={t`TwinSpace`}
            tabs={[
              { to: base, end: true, label: t`Home` },
              { to: `${base}/materials`, label: t`Materials` },
              {
                to: `${base}/live`,
                label: t`Live`,
                current: underLive,
                live: running ? t`a conference is running` : null,
              },
              { to: `${base}/members`, label: t`Members` },
            ]}
          />
        </div>
        <TwinTile seed={space.slug} family={space.cover} columns={9} rows={3} className={styles.weave} />
      </section>
      <Outlet />
    </>
  )
}
