import { Trans, useLingui } from "@lingui/react/macro"
import { useMe, useSignOut } from "../features/account"
import { Button, ButtonLink } from "../ui"
import { TwinTile } from "../ui/TwinTile"
import { useTitle } from "../ui/useTitle"
import styles from "./ErrorBoundary.module.css"

/** A TwinSpace that the signed-in person is not in: perhaps somebody else sits at this computer now. */
export function StrangerPage() {
  const { t } = useLingui()
  const me = useMe()
  const signOut = useSignOut()
  useTitle(t`Not your TwinSpace`)
  return (
    <main id="main" tabIndex={-1} className={styles.page}>
      <TwinTile seed="stranger" family={3} columns={2} rows={2} className={styles.tile} />
      <h1>
        <Trans>You are not in this TwinSpace</Trans>
      </h1>
      <p>
        <Trans>
          You are signed in as <bdi>{me.name}</bdi>. If that is not you, sign out and come in with your own
          name.
        </Trans>
      </p>
      <p className={styles.buttons}>
        <ButtonLink to="/" look="main">
          <Trans>To my projects</Trans>
        </ButtonLink>
        <Button onPress={() => void signOut()}>
          <Trans>Sign out</Trans>
        </Button>
      </p>
    </main>
  )
}
