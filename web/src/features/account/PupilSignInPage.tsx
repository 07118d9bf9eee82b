import { Trans, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import type { ReactNode } from "react"
import { Link, useLocation } from "react-router"
import { ask, type PublicSpace, Refusal } from "../../live"
import { Banner, Flag, Icon, Skeleton, TwinTile } from "../../ui"
import { Brand } from "../../ui/Brand"
import { FAMILIES } from "../../ui/tiles"
import { useTitle } from "../../ui/useTitle"
import styles from "./PupilSignIn.module.css"
import { SignInForm } from "./SignInForm"

export interface PupilSignInPageProps {
  slug: string
  language: ReactNode
  /** Somebody was here and has been signed out. */
  expired?: boolean
}

/** The pupils' own door: the link of the TwinSpace shows its cover and asks for name and password (R-220). */
export function PupilSignInPage({ slug, language, expired }: PupilSignInPageProps) {
  const { t } = useLingui()
  const { pathname } = useLocation()
  const {
    data: space,
    error,
    isPending,
  } = useQuery({
    queryKey: ["public-space", slug],
    queryFn: () => ask<PublicSpace>("GET", "/api/spaces/by-slug/{slug}", { path: { slug } }),
    retry: (count, problem) => !(problem instanceof Refusal) && count < 2,
  })
  useTitle(space?.title ?? t`Come in`)
  return (
    <div className={styles.page}>
      <header className={styles.bar}>
        <Brand />
        {language}
      </header>
      <main id="main" tabIndex={-1} className={styles.main}>
        {isPending && <Skeleton lines={4} />}
        {error && <UnknownLink />}
        {space && (
          <div className={styles.card}>
            <section
              className={styles.cover}
              style={{ background: FAMILIES[space.cover % FAMILIES.length]?.[0] }}
            >
              <TwinTile seed={space.slug} family={space.cover} columns={8} rows={7} className={styles.tile} />
              <div className={styles.words}>
                <h2>
                  <bdi>{space.title}</bdi>
                </h2>
                <p className={styles.flags}>
                  {space.countries.map((country) => (
                    <Flag key={country} country={country} code={false} size="l" />
                  ))}
                </p>
              </div>
            </section>
            <section className={styles.door}>
              <h1>
                <Trans>Hello! Come in.</Trans>
              </h1>
              {expired && (
                <Banner kind="hold" icon="clock">
                  <Trans>You were signed out. Please sign in again; you come back to where you were.</Trans>
                </Banner>
              )}
              {/* The gate above shows the TwinSpace as soon as somebody is signed in. */}
              <SignInForm pupil slug={slug} onSignedIn={() => undefined} />
              <p className={styles.forgot}>
                <Icon name="chalkboard-teacher" />
                <span>
                  <b>
                    <Trans>Forgot your password?</Trans>
                  </b>
                  <Trans>Ask your teacher: they can give you a new one.</Trans>
                </span>
              </p>
              <p className={styles.staff}>
                <Link to={`/sign-in?next=${encodeURIComponent(pathname)}`}>
                  <Trans>I am a teacher or a guest</Trans>
                </Link>
              </p>
            </section>
          </div>
        )}
      </main>
    </div>
  )
}

function UnknownLink() {
  return (
    <div className={styles.unknown}>
      <TwinTile seed="unknown link" family={1} columns={2} rows={2} className={styles.small} />
      <h1>
        <Trans>We do not know this link</Trans>
      </h1>
      <p>
        <Trans>Look at the paper from your teacher again: is every letter the same?</Trans>
      </p>
      <Link to="/sign-in">
        <Trans>To the other sign-in page</Trans>
      </Link>
    </div>
  )
}
