import { useLingui } from "@lingui/react/macro"
import { classes } from "../../ui"
import card from "../../ui/Card.module.css"
import { useTitle } from "../../ui/useTitle"
import { Notifications } from "./Notifications"

/** The same list as a page, for phones. */
export function NotificationsPage() {
  const { t } = useLingui()
  useTitle(t`Notifications`)
  return (
    <section className={classes(card.card)}>
      <Notifications title={(words) => <h1>{words}</h1>} />
    </section>
  )
}
