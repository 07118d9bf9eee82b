import { Trans, useLingui } from "@lingui/react/macro"
import { ButtonLink } from "../ui"
import { TwinTile } from "../ui/TwinTile"
import { useTitle } from "../ui/useTitle"
import styles from "./ErrorBoundary.module.css"

/** Nothing at this address, or nothing that one may see: the two look alike. */
export function NotFoundPage() {
  const { t } = useLingui()
  useTitle(t`Not found`)
  return (
    <main id="main" tabIndex={-1} className={styles.page}>
      <TwinTile seed="nothing here" family={1} columns={2} rows={2} className={styles.tile} />
      <h1>
        <Trans>We cannot find this page</Trans>
      </h1>
      <p>
        <Trans>The link may be old, or it leads to a place that is not open to you.</Trans>
      </p>
      <ButtonLink to="/" look="main">
        <Trans>To the start</Trans>
      </ButtonLink>
    </main>
  )
}
