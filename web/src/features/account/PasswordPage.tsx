import { Trans, useLingui } from "@lingui/react/macro"
import { type FormEvent, useState } from "react"
import { useNavigate } from "react-router"
import { Banner, Button, explain, PasswordField, toasts } from "../../ui"
import card from "../../ui/Card.module.css"
import { useTitle } from "../../ui/useTitle"
import { changePassword, useMe } from "./api"
import styles from "./Password.module.css"

/** Renew the own password: for staff and pupils alike, with the rules of each said before one types. */
export function PasswordPage() {
  const { t } = useLingui()
  useTitle(t`Change your password`)
  return (
    <div className={styles.page}>
      <h1>
        <Trans>Change your password</Trans>
      </h1>
      <p className={styles.lead}>
        <Trans>Afterwards you are signed out everywhere else. Here you stay signed in.</Trans>
      </p>
      <section className={`${card.card} ${card.pad}`}>
        <PasswordForm />
      </section>
    </div>
  )
}

function PasswordForm() {
  const { t, i18n } = useLingui()
  const me = useMe()
  const navigate = useNavigate()
  const [current, setCurrent] = useState("")
  const [renewed, setRenewed] = useState("")
  const [problem, setProblem] = useState<unknown>(null)
  const [missing, setMissing] = useState(false)
  const [busy, setBusy] = useState(false)

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (busy) return
    setMissing(!current || !renewed)
    if (!current || !renewed) return
    setBusy(true)
    setProblem(null)
    try {
      await changePassword(current, renewed)
      toasts.say(t`Your new password counts from now on.`)
      navigate("/")
    } catch (error) {
      setBusy(false)
      setProblem(error)
    }
  }

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {problem !== null && (
        <Banner kind="bad" alert>
          {explain(i18n, problem)}
        </Banner>
      )}
      {/* Password managers ask whose password this is. */}
      <input type="text" name="username" autoComplete="username" value={me.username} readOnly hidden />
      <PasswordField
        label={t`Your present password`}
        name="current-password"
        autoComplete="current-password"
        error={missing && !current ? t`Write your password here.` : null}
        value={current}
        onChange={setCurrent}
      />
      <PasswordField
        label={t`Your new password`}
        hint={
          me.account_type === "pupil"
            ? t`Choose words that only you think of, and keep them to yourself.`
            : t`A few words in a row are easier to remember than symbols, and harder to guess.`
        }
        name="new-password"
        autoComplete="new-password"
        error={missing && !renewed ? t`Write your new password here.` : null}
        value={renewed}
        onChange={setRenewed}
      />
      <div>
        <Button type="submit" look="main" isPending={busy}>
          <Trans>Change the password</Trans>
        </Button>
      </div>
    </form>
  )
}
