import { Trans, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { type FormEvent, type ReactNode, useState } from "react"
import { useNavigate, useSearchParams } from "react-router"
import { Refusal } from "../../live"
import { Avatar, Banner, Button, explain, Field, Icon, TwinTile } from "../../ui"
import { Brand } from "../../ui/Brand"
import { useTitle } from "../../ui/useTitle"
import { rememberDoor, signInPageQuery } from "./api"
import styles from "./SignIn.module.css"
import { SignInForm } from "./SignInForm"

/** Only a path of our own: an address from outside must not become a way out. */
export function safeNext(next: string | null): string {
  return next?.startsWith("/") && !next.startsWith("//") && !next.includes("\\") ? next : "/"
}

/** Where staff sign in, and where a pupil without the link finds the way. */
export function SignInPage({ language }: { language: ReactNode }) {
  const { t, i18n } = useLingui()
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const { data } = useQuery(signInPageQuery(null))
  const problem = search.get("problem")
  const next = safeNext(search.get("next"))
  useTitle(t`Sign in`)
  return (
    <div className={styles.page}>
      <header className={styles.hero}>
        <Brand />
        <p className={styles.slogan}>
          <Trans>Classrooms that meet.</Trans>
        </p>
        <p className={styles.lead}>
          <Trans>
            Chat, plan and see each other with partner schools, with a teacher always in the room.
          </Trans>
        </p>
        <TwinTile seed="classrooms that meet" family={4} columns={10} rows={6} className={styles.weave} />
      </header>
      <main id="main" tabIndex={-1} className={styles.side}>
        <div className={styles.tools}>{language}</div>
        <div className={styles.box}>
          <h1>
            <Trans>Sign in</Trans>
          </h1>
          {search.get("why") === "expired" && (
            <Banner kind="hold" icon="clock">
              <Trans>You were signed out. Please sign in again; you come back to where you were.</Trans>
            </Banner>
          )}
          {problem && (
            <Banner kind="bad" alert>
              {explain(i18n, new Refusal(problem, t`EU Login did not let you in. Please try again.`))}
            </Banner>
          )}
          <SignInForm onSignedIn={() => navigate(next, { replace: true })} />
          {data?.providers.includes("oidc") && (
            <a className={styles.provider} href="/api/oidc/start">
              <Icon name="shield-check" />
              <Trans>Sign in with EU Login</Trans>
            </a>
          )}
          <PupilsWay />
        </div>
      </main>
    </div>
  )
}

/** Pupils enter by the link of their TwinSpace: those who have it on paper may type it here. */
function PupilsWay() {
  const { t } = useLingui()
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  const [link, setLink] = useState("")
  const slug = slugOf(link)
  function go(event: FormEvent) {
    event.preventDefault()
    if (!slug) return
    rememberDoor(null)
    navigate(`/t/${slug}`)
  }
  return (
    <div className={styles.pupil}>
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Avatar person={{ id: "pupil-4", name: "", kind: "pupil" }} />
        <span>
          <b>
            <Trans>I am a pupil</Trans>
          </b>
          <small>
            <Trans>Come in by the link of your TwinSpace</Trans>
          </small>
        </span>
        <Icon name={open ? "caret-down" : "caret-right"} />
      </button>
      {open && (
        <form onSubmit={go}>
          <Field
            label={t`The link from your teacher`}
            hint={t`It ends with the name of your TwinSpace.`}
            value={link}
            onChange={setLink}
            autoComplete="off"
            spellCheck="false"
          />
          <Button type="submit" isDisabled={!slug} iconEnd="arrow-right">
            <Trans>Go on</Trans>
          </Button>
        </form>
      )}
    </div>
  )
}

/** The last part of a TwinSpace link, or of whatever was typed. */
export function slugOf(link: string): string | null {
  const typed = link.trim().toLowerCase()
  const found = /\/t\/([a-z0-9-]+)/.exec(typed)?.[1] ?? (/^[a-z0-9][a-z0-9-]*$/.test(typed) ? typed : null)
  return found || null
}
