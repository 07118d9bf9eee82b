import { Trans, useLingui } from "@lingui/react/macro"
import { useMutation } from "@tanstack/react-query"
import type { ReactNode } from "react"
import { Link, useParams } from "react-router"
import { ask } from "../../live"
import { Banner, Button, explain } from "../../ui"
import { TwinTile } from "../../ui/TwinTile"
import { useTitle } from "../../ui/useTitle"
import { useKinds } from "./kinds"
import styles from "./UnsubscribePage.module.css"

/** Where the link in a letter leads, signed in or not. It asks first: programs follow links in letters, too. */
export function UnsubscribePage({ language }: { language: ReactNode }) {
  const { t, i18n } = useLingui()
  const { kind = "", token = "" } = useParams()
  const kinds = useKinds()
  const what = Object.hasOwn(kinds, kind) ? kinds[kind as keyof typeof kinds] : ""
  const switching = useMutation({
    mutationFn: () => ask("POST", `/unsubscribe/${encodeURIComponent(kind)}/${encodeURIComponent(token)}`),
  })
  useTitle(t`No more of these e-mails`)
  return (
    <main id="main" tabIndex={-1} className={styles.page}>
      <TwinTile seed="letters" family={2} columns={2} rows={2} className={styles.tile} />
      <h1>{switching.isSuccess ? <Trans>Switched off</Trans> : <Trans>No more of these e-mails?</Trans>}</h1>
      <p>{what}</p>
      <p className={styles.soft} role="status">
        {switching.isSuccess ? (
          <Trans>You get no more e-mails of this kind. The bell here still tells you.</Trans>
        ) : (
          <Trans>All other e-mails still come, and the bell here still tells you.</Trans>
        )}
      </p>
      {switching.error && (
        <Banner kind="bad" alert>
          {explain(i18n, switching.error)}
        </Banner>
      )}
      {!switching.isSuccess && (
        <Button look="main" isDisabled={switching.isPending} onPress={() => switching.mutate()}>
          <Trans>Switch off</Trans>
        </Button>
      )}
      <Link to="/e-mails">
        <Trans>Choose your e-mails</Trans>
      </Link>
      {language}
    </main>
  )
}
