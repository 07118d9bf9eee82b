import { Trans, useLingui } from "@lingui/react/macro"
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { Banner, Button, explain, toasts } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { endFeed, feedQuery, newFeed } from "./api"
import styles from "./side.module.css"

/** One's own events in one's own calendar program. */
export function FeedButton() {
  const { t } = useLingui()
  const [open, setOpen] = useState(false)
  return (
    <section className={styles.part}>
      <h2>
        <Trans>My calendar program</Trans>
      </h2>
      <Button size="small" icon="calendar-plus" onPress={() => setOpen(true)}>
        <Trans>Subscribe</Trans>
      </Button>
      <Dialog title={t`Your events in your calendar program`} open={open} onClose={() => setOpen(false)}>
        <Feed onClose={() => setOpen(false)} />
      </Dialog>
    </section>
  )
}

function Feed({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useLingui()
  const queries = useQueryClient()
  const { data } = useQuery(feedQuery)
  function forget() {
    make.reset()
    return settled()
  }
  const settled = () => queries.invalidateQueries(feedQuery)
  const make = useMutation({ mutationFn: newFeed, onSuccess: settled })
  const end = useMutation({ mutationFn: endFeed, onSuccess: forget })
  const address = make.data && location.origin + make.data.path
  const problem = make.error ?? end.error
  return (
    <>
      <div className={styles.address}>
        <p>
          <Trans>
            Give this address to your calendar program (“subscribe to a calendar”, “from the internet”). It
            shows what you joined, wait for or lead, and follows when an event is moved or called off.
          </Trans>
        </p>
        {problem && (
          <Banner kind="bad" alert>
            {explain(i18n, problem)}
          </Banner>
        )}
        {address && (
          <>
            <code dir="ltr">{address}</code>
            <Button
              size="small"
              icon="copy"
              onPress={() => void navigator.clipboard?.writeText(address).then(() => toasts.say(t`Copied`))}
            >
              <Trans>Copy</Trans>
            </Button>
          </>
        )}
        <Banner kind="hold">
          <Trans>Whoever has this address can read your calendar. We show it once.</Trans>
        </Banner>
        {!address && data?.since && (
          <p>
            <Trans>There is an address already. A new one makes the old one dead.</Trans>
          </p>
        )}
      </div>
      <DialogButtons>
        <Button onPress={onClose}>
          <Trans>Close</Trans>
        </Button>
        {data?.since && (
          <Button look="stop-line" isPending={end.isPending} onPress={() => end.mutate()}>
            <Trans>Take the address back</Trans>
          </Button>
        )}
        <Button look="main" isPending={make.isPending} onPress={() => make.mutate()}>
          {data?.since ? <Trans>Make a new address</Trans> : <Trans>Make an address</Trans>}
        </Button>
      </DialogButtons>
    </>
  )
}
