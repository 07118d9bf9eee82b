import { Trans, useLingui } from "@lingui/react/macro"
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { Link } from "react-router"
import type { LoginSessionShown } from "../../live"
import { Button, Empty, explain, Icon, Skeleton, Tag, toasts, useZone } from "../../ui"
import { dateText, wall } from "../../ui/time"
import { useTitle } from "../../ui/useTitle"
import { loginSessionsQuery, revoke } from "./api"
import styles from "./Devices.module.css"

/** Where one is signed in; each place can be signed out from here, at once. */
export function DevicesPage() {
  const { t, i18n } = useLingui()
  const { data, error, isPending } = useQuery(loginSessionsQuery)
  useTitle(t`Where you are signed in`)
  return (
    <div className={styles.page}>
      <h1>
        <Trans>Where you are signed in</Trans>
      </h1>
      <p className={styles.lead}>
        <Trans>
          If you do not know a place, sign it out and <Link to="/password">change your password</Link>.
        </Trans>
      </p>
      {isPending && <Skeleton pictures />}
      {error && <Empty title={explain(i18n, error)} />}
      {data && (
        <ul className={styles.list}>
          {data.login_sessions.map((place) => (
            <Place key={place.id} place={place} />
          ))}
        </ul>
      )}
    </div>
  )
}

function Place({ place }: { place: LoginSessionShown }) {
  const { t, i18n } = useLingui()
  const zone = useZone()
  const queries = useQueryClient()
  const signOut = useMutation({
    mutationFn: () => revoke(place.id),
    onSuccess: () => {
      toasts.say(t`Signed out there.`)
      return queries.invalidateQueries(loginSessionsQuery)
    },
    onError: (error) => toasts.say(explain(i18n, error), { kind: "bad" }),
  })
  const since = dateText(i18n, wall(place.created_at, zone))
  const seen = wall(place.last_seen_at, zone)
  const lastSeen = `${dateText(i18n, seen)}, ${seen.clock}`
  const phone = /phone|android|ios|mobile/i.test(place.device)
  return (
    <li className={styles.place}>
      <Icon name={phone ? "device-mobile" : "laptop"} className={styles.icon} />
      <div className={styles.words}>
        <b>
          <bdi>{place.device}</bdi>
        </b>
        <small>
          <bdi>{place.address}</bdi> · <Trans>since {since}</Trans> · <Trans>last used {lastSeen}</Trans>
        </small>
      </div>
      {place.current ? (
        <Tag kind="ok">
          <Trans>This device</Trans>
        </Tag>
      ) : (
        <Button look="stop-line" size="small" isPending={signOut.isPending} onPress={() => signOut.mutate()}>
          <Trans>Sign out there</Trans>
        </Button>
      )}
    </li>
  )
}
