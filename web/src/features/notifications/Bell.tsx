import { useLingui } from "@lingui/react/macro"
import { Button } from "react-aria-components/Button"
import { Link } from "react-router"
import { classes, Icon } from "../../ui"
import { later, type WithButton } from "../../ui/later"
import { useBell } from "./api"
import styles from "./Bell.module.css"

const Popup = later<WithButton>(() => import("./BellPopup").then((all) => all.BellPopup), "dialog")

/** The bell of the top bar with the number of what is unread: a page on phones, a list over the page elsewhere. */
export function Bell() {
  const { t } = useLingui()
  const { unread, rung } = useBell()
  const label = unread > 0 ? t`Notifications: ${unread} unread` : t`Notifications`
  return (
    <>
      <Link to="/notifications" className={classes(styles.bell, styles.phone)} aria-label={label}>
        <Face unread={unread} />
      </Link>
      <span className={styles.desk}>
        <Popup
          button={
            <Button className={styles.bell ?? ""} aria-label={label}>
              <Face unread={unread} />
            </Button>
          }
        />
      </span>
      <span className="sr" role="status">
        {rung && unread > 0 && label}
      </span>
    </>
  )
}

function Face({ unread }: { unread: number }) {
  return (
    <>
      <Icon name={unread > 0 ? "bell-fill" : "bell"} />
      {unread > 0 && (
        <span className={styles.count} aria-hidden="true">
          {unread > 99 ? "99+" : unread}
        </span>
      )}
    </>
  )
}
