import { useLingui } from "@lingui/react/macro"
import { useSyncExternalStore } from "react"
import { Button } from "react-aria-components/Button"
import { classes } from "./classes"
import { Icon } from "./Icon"
import styles from "./ToastRegion.module.css"
import { toasts } from "./toasts"

/** Where toasts appear; stands once in the page. */
export function ToastRegion() {
  const { t } = useLingui()
  const list = useSyncExternalStore(toasts.subscribe, toasts.read)
  return (
    <section className={styles.region} aria-label={t`Notices`} aria-live="polite">
      {list.map((toast) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: pointer and focus only keep the words on screen
        <div
          key={toast.id}
          className={classes(styles.toast, toast.kind === "bad" && styles.bad)}
          onPointerEnter={() => toasts.hold(toast.id)}
          onPointerLeave={() => toasts.go(toast.id)}
          onFocus={() => toasts.hold(toast.id)}
          onBlur={() => toasts.go(toast.id)}
        >
          <span className={styles.words}>{toast.text}</span>
          {toast.action && (
            <Button
              className={styles.action ?? ""}
              onPress={() => {
                toast.action?.run()
                toasts.dismiss(toast.id)
              }}
            >
              {toast.action.label}
            </Button>
          )}
          <Button
            className={styles.close ?? ""}
            aria-label={t`Close`}
            onPress={() => toasts.dismiss(toast.id)}
          >
            <Icon name="x" />
          </Button>
        </div>
      ))}
    </section>
  )
}
