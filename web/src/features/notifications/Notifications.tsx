import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { Fragment, type ReactNode, useRef, useState } from "react"
import { Link } from "react-router"
import type { Notification } from "../../live"
import {
  Button,
  classes,
  Empty,
  explain,
  Icon,
  IconButton,
  Skeleton,
  toasts,
  useNow,
  useZone,
} from "../../ui"
import { dateText, wall } from "../../ui/time"
import { ContactAnswer } from "../contacts"
import { spacesQuery } from "../spaces"
import { fetchOlder, markRead, notificationsQuery } from "./api"
import styles from "./Notifications.module.css"
import { linkOf, type Said, said } from "./words"

export interface NotificationsProps {
  /** The heading, in the way of the place that the list stands in. */
  title: (words: string) => ReactNode
  /** Somebody follows a link. */
  onGo?: () => void
}

/** What is behind the bell, newest first. */
export function Notifications({ title, onGo }: NotificationsProps) {
  const { t, i18n } = useLingui()
  const queries = useQueryClient()
  const zone = useZone()
  const { data, error, refetch } = useQuery(notificationsQuery)
  const attempt = useAttempt()
  const shown = data?.notifications.flatMap((one) => {
    const words = said(i18n, one, zone)
    return words ? [{ one, words }] : []
  })
  const last = data?.notifications.at(-1)
  const head = useRef<HTMLDivElement>(null)
  function readAll() {
    // The button goes away: the focus stays in the list.
    head.current?.focus()
    attempt(() => markRead(queries, { all: true }))
  }
  return (
    <>
      <div className={styles.head} ref={head} tabIndex={-1}>
        {title(t`Notifications`)}
        {data && data.unread > 0 && (
          <Button look="quiet" size="small" onPress={readAll}>
            <Trans>Mark all as read</Trans>
          </Button>
        )}
      </div>
      {!shown && !error && <Skeleton lines={3} />}
      {!shown && error && (
        <Empty
          title={explain(i18n, error)}
          action={<Button onPress={() => void refetch()}>{t`Try again`}</Button>}
        />
      )}
      {shown?.length === 0 && (
        <Empty title={t`Nothing here yet`}>
          <Trans>Here you will see what happens in your TwinSpaces while you are elsewhere.</Trans>
        </Empty>
      )}
      {shown && shown.length > 0 && (
        <ul className={styles.list}>
          {shown.map(({ one, words }) => (
            <Row key={one.id} notification={one} words={words} onGo={onGo} />
          ))}
        </ul>
      )}
      {data?.older && last && (
        <div className={styles.older}>
          <Button size="small" onPress={() => attempt(() => fetchOlder(queries, last))}>
            <Trans>Show older ones</Trans>
          </Button>
        </div>
      )}
    </>
  )
}

interface RowProps {
  notification: Notification
  words: Said
  onGo: (() => void) | undefined
}

function Row({ notification, words, onGo }: RowProps) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const attempt = useAttempt()
  const spaces = useQuery(spacesQuery).data?.spaces ?? []
  const link = linkOf(notification, spaces)
  const unread = notification.read_at === null
  const row = useRef<HTMLLIElement>(null)
  const read = () => attempt(() => markRead(queries, { ids: [notification.id] }))
  function readHere() {
    row.current?.focus()
    read()
  }
  function go() {
    if (unread) read()
    onGo?.()
  }
  return (
    <li className={classes(styles.row, unread && styles.unread)} ref={row} tabIndex={-1}>
      <span className={styles.icon}>
        <Icon name={words.icon} />
      </span>
      <div className={styles.words}>
        {unread && (
          <span className="sr">
            <Trans>New:</Trans>{" "}
          </span>
        )}
        {link ? (
          <Link to={link} onClick={go} className={styles.what}>
            {words.head}
          </Link>
        ) : (
          <b className={styles.what}>{words.head}</b>
        )}
        <p>
          {words.detail.map((part, place) => (
            <Fragment key={part}>
              {place > 0 && " · "}
              <bdi>{part}</bdi>
            </Fragment>
          ))}
        </p>
        <Ago at={notification.created_at} />
        {notification.needs_answer && notification.target_type === "contact_request" && (
          <ContactAnswer request={notification.target_id ?? ""} name={words.detail[0] ?? ""} />
        )}
      </div>
      {unread && <IconButton small icon="check" label={t`Mark as read: ${words.head}`} onPress={readHere} />}
    </li>
  )
}

/** How long ago, in the words of one's own language: browsers do not know them all. */
function Ago({ at }: { at: string }) {
  const { i18n } = useLingui()
  const zone = useZone()
  const minutes = Math.floor((useNow(60_000) - Date.parse(at)) / 60_000)
  const hours = Math.floor(minutes / 60)
  const days = Math.floor(hours / 24)
  return (
    <time dateTime={at}>
      {minutes < 1 ? (
        <Trans>just now</Trans>
      ) : minutes < 60 ? (
        <Plural value={minutes} one="# minute ago" other="# minutes ago" />
      ) : hours < 24 ? (
        <Plural value={hours} one="# hour ago" other="# hours ago" />
      ) : days < 7 ? (
        <Plural value={days} one="# day ago" other="# days ago" />
      ) : (
        dateText(i18n, wall(at, zone))
      )}
    </time>
  )
}

/** Runs something that may be refused; a refusal is said in a toast. */
function useAttempt(): (action: () => Promise<void>) => void {
  const { i18n } = useLingui()
  const [busy, setBusy] = useState(false)
  return (action) => {
    if (busy) return
    setBusy(true)
    action()
      .catch((error: unknown) => toasts.say(explain(i18n, error)))
      .finally(() => setBusy(false))
  }
}
