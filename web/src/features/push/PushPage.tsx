import { Trans, useLingui } from "@lingui/react/macro"
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import type { ChoosePushes, PushDevice, PushState } from "../../live"
import { Button, Check, classes, Empty, explain, Icon, Skeleton, Tag, toasts, useZone } from "../../ui"
import card from "../../ui/Card.module.css"
import { dateText, wall } from "../../ui/time"
import { useTitle } from "../../ui/useTitle"
import { useMe } from "../account"
import { add, choose, pushQuery, remove } from "./api"
import { knowsPush, NoPush, subscribe, unsubscribe } from "./device"
import { ASKED } from "./keeping"
import styles from "./push.module.css"

/** Which of one's devices are told while no page is open, and of what. Nobody is asked before a click here. */
export function PushPage() {
  const { t, i18n } = useLingui()
  const { data, error } = useQuery(pushQuery)
  useTitle(t`Notifications on your devices`)
  if (error && !data) return <Empty title={explain(i18n, error)} />
  if (!data) return <Skeleton lines={4} />
  return (
    <div className={styles.page}>
      <h1>
        <Trans>Notifications on your devices</Trans>
      </h1>
      <p className={styles.lead}>
        <Trans>
          Reminders and invitations can come to a device while no page of ours is open there. They say what it
          is about and when, never what somebody wrote. Between 22:00 and 7:00 they are quiet.
        </Trans>
      </p>
      {data.available ? (
        <>
          <ThisDevice state={data} />
          {data.devices.length > 0 && <Devices state={data} />}
          {data.devices.length > 0 && <Choices state={data} />}
        </>
      ) : (
        <Empty title={t`This server sends no notifications to your devices.`} />
      )}
    </div>
  )
}

function ThisDevice({ state }: { state: PushState }) {
  const { t, i18n } = useLingui()
  const me = useMe()
  const queries = useQueryClient()
  const adding = useMutation({
    mutationFn: async () => add(await subscribe(state.key ?? "")),
    onSuccess: (after) => {
      localStorage.setItem(ASKED, me.id)
      queries.setQueryData(pushQuery.queryKey, after)
      toasts.say(t`This device will tell you.`)
    },
    onError: (problem) => {
      if (!(problem instanceof NoPush)) toasts.say(explain(i18n, problem), { kind: "bad" })
    },
  })
  if (state.devices.some(({ here }) => here)) return null
  if (!knowsPush())
    return (
      <p className={classes(card.card, card.pad)}>
        <Trans>
          This browser cannot show notifications. On an iPhone or iPad, first put TwinSpace Live on the home
          screen and open it from there.
        </Trans>
      </p>
    )
  const problem = adding.error instanceof NoPush ? adding.error.why : null
  return (
    <div className={classes(card.card, card.pad, styles.ask)}>
      <p>
        <Trans>Do this on a device of your own, not on one that others use too.</Trans>
      </p>
      <Button look="main" icon="bell" isPending={adding.isPending} onPress={() => adding.mutate()}>
        <Trans>Tell me on this device</Trans>
      </Button>
      <p role="status" className={styles.problem}>
        {problem === "denied" && (
          <Trans>
            Your browser does not let us show notifications. You can allow them in its settings for this site.
          </Trans>
        )}
        {problem === "failed" && (
          <Trans>The push service of your browser did not answer. Please try again later.</Trans>
        )}
      </p>
    </div>
  )
}

function Devices({ state }: { state: PushState }) {
  return (
    <section className={styles.part}>
      <h2>
        <Trans>Devices that tell you</Trans>
      </h2>
      <ul className={styles.list}>
        {state.devices.map((device) => (
          <Row key={device.id} device={device} />
        ))}
      </ul>
    </section>
  )
}

function Row({ device: { id, device, added_at, here } }: { device: PushDevice }) {
  const { t, i18n } = useLingui()
  const zone = useZone()
  const queries = useQueryClient()
  const name = device || t`Another device`
  const removing = useMutation({
    mutationFn: async () => {
      await remove(id)
      if (!here) return
      localStorage.removeItem(ASKED)
      await unsubscribe().catch(() => undefined)
    },
    onSuccess: () => queries.invalidateQueries(pushQuery),
    onError: (problem) => toasts.say(explain(i18n, problem), { kind: "bad" }),
  })
  const since = dateText(i18n, wall(added_at, zone))
  return (
    <li className={styles.device}>
      <Icon name={/phone|ipad|android/i.test(device) ? "device-mobile" : "laptop"} className={styles.icon} />
      <div className={styles.words}>
        <b>
          <bdi>{name}</bdi>
        </b>
        <small>
          <Trans>since {since}</Trans>
        </small>
      </div>
      {here && (
        <Tag kind="ok">
          <Trans>This device</Trans>
        </Tag>
      )}
      <Button
        size="small"
        look="stop-line"
        aria-label={t`Do not tell me here any more: ${name}`}
        isPending={removing.isPending}
        onPress={() => removing.mutate()}
      >
        <Trans>Remove</Trans>
      </Button>
    </li>
  )
}

function Choices({ state }: { state: PushState }) {
  const { t, i18n } = useLingui()
  const queries = useQueryClient()
  const { events, conferences, people } = state
  const choosing = useMutation({
    mutationFn: choose,
    onSuccess: (after) => queries.setQueryData(pushQuery.queryKey, after),
    onError: (problem) => toasts.say(explain(i18n, problem), { kind: "bad" }),
  })
  const now: ChoosePushes = { events, conferences, people }
  const words: Record<keyof ChoosePushes, string> = {
    events: t`Events: invitations, reminders, free seats, changes`,
    conferences: t`Conferences of my TwinSpaces: planned, begun, called off`,
    people: t`People: mentions, contact requests, invitations to projects`,
  }
  return (
    <section className={styles.part}>
      <h2>
        <Trans>Tell me of</Trans>
      </h2>
      <div className={classes(card.card, card.pad, styles.choices)}>
        {(Object.keys(words) as (keyof ChoosePushes)[]).map((one) => (
          <Check
            key={one}
            isSelected={now[one]}
            isDisabled={choosing.isPending}
            onChange={(on) => choosing.mutate({ ...now, [one]: on })}
          >
            {words[one]}
          </Check>
        ))}
      </div>
    </section>
  )
}
