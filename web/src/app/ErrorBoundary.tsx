import { Trans } from "@lingui/react/macro"
import { Component, type ReactNode } from "react"
import { Button } from "../ui"
import { TwinTile } from "../ui/TwinTile"
import styles from "./ErrorBoundary.module.css"

interface State {
  error: unknown
}

/** A part of the page that did not load because there is a newer build. */
const isMissingPart = (error: unknown) =>
  error instanceof Error &&
  /dynamically imported module|module script failed|preload CSS/i.test(error.message)

/** What one sees when a page breaks: plain words and a way on. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null }

  static getDerivedStateFromError(error: unknown): State {
    return { error }
  }

  override render() {
    const { error } = this.state
    if (error === null) return this.props.children
    return (
      <main id="main" tabIndex={-1} className={styles.page}>
        <TwinTile seed="broken" family={2} columns={2} rows={2} className={styles.tile} />
        <h1>
          {isMissingPart(error) ? (
            <Trans>There is a new version</Trans>
          ) : (
            <Trans>This page has stopped</Trans>
          )}
        </h1>
        <p>
          {isMissingPart(error) ? (
            <Trans>Load the page again to go on. What you wrote is kept.</Trans>
          ) : (
            <Trans>
              It is not your fault. Load the page again; if it happens twice, tell us what you did.
            </Trans>
          )}
        </p>
        <p className={styles.buttons}>
          <Button look="main" icon="arrow-clockwise" onPress={() => location.reload()}>
            <Trans>Load again</Trans>
          </Button>
          <Button onPress={() => location.assign("/")}>
            <Trans>To the start</Trans>
          </Button>
        </p>
      </main>
    )
  }
}
