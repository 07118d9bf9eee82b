import { useLingui } from "@lingui/react/macro"
import { useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { Refusal, type SignedIn } from "../../live"
import { Banner, Button, explain, Field, PasswordField, useNow } from "../../ui"
import { signIn } from "./api"
import styles from "./SignIn.module.css"

export interface SignInFormProps {
  slug?: string | null
  /** Pupils are spoken to differently. */
  pupil?: boolean
  onSignedIn: (signedIn: SignedIn) => void
}

/** User name and password, with the reason in plain words when it does not work. */
export function SignInForm({ slug = null, pupil = false, onSignedIn }: SignInFormProps) {
  const { t, i18n } = useLingui()
  const queries = useQueryClient()
  const [username, setUsername] = useState("")
  const [password, setPassword] = useState("")
  const [problem, setProblem] = useState<unknown>(null)
  const [missing, setMissing] = useState({ username: false, password: false })
  const [busy, setBusy] = useState(false)
  const [waitUntil, setWaitUntil] = useState(0)
  const seconds = Math.max(0, Math.ceil((waitUntil - useNow(1000)) / 1000))

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (busy || seconds > 0) return
    setMissing({ username: !username.trim(), password: !password })
    if (!username.trim() || !password) return
    setBusy(true)
    setProblem(null)
    try {
      onSignedIn(await signIn(queries, { username, password, slug }))
    } catch (error) {
      setBusy(false)
      setProblem(error)
      const wait = error instanceof Refusal ? Number(error.params.retry_after ?? 0) : 0
      setWaitUntil(wait > 0 ? Date.now() + wait * 1000 : 0)
    }
  }

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {problem !== null && (
        <Banner kind="bad" alert>
          {explain(i18n, problem)}
        </Banner>
      )}
      <Field
        label={pupil ? t`Your user name` : t`User name`}
        hint={pupil ? t`It is on the paper from your teacher.` : undefined}
        name="username"
        autoComplete="username"
        autoCorrect="off"
        spellCheck="false"
        autoFocus
        error={missing.username && !username.trim() ? t`Write your user name here.` : null}
        value={username}
        onChange={setUsername}
      />
      <PasswordField
        label={pupil ? t`Your password` : t`Password`}
        name="password"
        autoComplete="current-password"
        error={missing.password && !password ? t`Write your password here.` : null}
        value={password}
        onChange={setPassword}
      />
      <Button
        type="submit"
        look="main"
        size="big"
        wide
        iconEnd={pupil ? "arrow-right" : undefined}
        isDisabled={seconds > 0}
        isPending={busy}
      >
        {seconds > 0 ? t`Wait ${seconds} s` : pupil ? t`Go in` : t`Sign in`}
      </Button>
    </form>
  )
}
