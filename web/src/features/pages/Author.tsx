import { Trans } from "@lingui/react/macro"
import type { Person } from "../../live"
import { Avatar, Flag } from "../../ui"
import styles from "./pages.module.css"

/** Who wrote it: pupils by first name, initial and flag, as in a room. */
export function Author({ person }: { person: Person | null }) {
  if (!person)
    return (
      <b>
        <Trans>Somebody who is no longer here</Trans>
      </b>
    )
  return (
    <span className={styles.author}>
      <Avatar person={person} size="s" />
      <b>
        <bdi>{person.name}</bdi>
      </b>
      {person.country && <Flag country={person.country} size="s" />}
    </span>
  )
}
