import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import type { Id, Message, RoomSummary } from "../../live"
import { Button, Empty, explain, Icon, Select, Skeleton, Tag, toasts, useZone } from "../../ui"
import card from "../../ui/Card.module.css"
import { dateText, wall } from "../../ui/time"
import { Author } from "./Author"
import { keep, keptQuery, leavingQuery } from "./api"
import styles from "./pages.module.css"

export interface LeavingSoonProps {
  space: Id
  rooms: readonly RoomSummary[]
  wanted: Id | undefined
}

/** What a room loses within two weeks; a teacher saves what the project needs. */
export function LeavingSoon({ space, rooms, wanted }: LeavingSoonProps) {
  const { t, i18n } = useLingui()
  const [chosen, setChosen] = useState(wanted)
  const room = rooms.find((one) => one.room === chosen) ?? rooms[0]
  const { data, error } = useQuery({ ...leavingQuery(room?.room ?? ""), enabled: Boolean(room) })
  return (
    <section className={card.card} aria-labelledby="leaving">
      <div className={card.head}>
        <h2 id="leaving" className={styles.title}>
          <Icon name="hourglass-low-fill" />
          <Trans>Leaving soon: save some to the project?</Trans>
        </h2>
        {rooms.length > 1 && (
          <Select
            label={t`Room`}
            hideLabel
            value={room?.room ?? ""}
            onChange={setChosen}
            options={rooms.map((one) => ({
              value: one.room,
              label: one.is_default ? t`Everybody` : one.title,
            }))}
          />
        )}
      </div>
      <p className={styles.note}>
        <Trans>Messages are deleted after 3 months. What you save here stays as long as the project.</Trans>{" "}
        {data && data.number > 0 && (
          <b>
            <Plural
              value={data.number}
              one="# message leaves within two weeks."
              other="# messages leave within two weeks."
            />
          </b>
        )}
      </p>
      {error && <Empty title={explain(i18n, error)} />}
      {!data && !error && <Skeleton lines={4} />}
      {data?.messages.length === 0 && <Empty title={t`Nothing leaves in the next two weeks`} />}
      {room && data && data.messages.length > 0 && (
        <ul className={styles.leaving}>
          {data.messages.map((message) => (
            <Leaving
              key={message.id}
              space={space}
              room={room.room}
              message={message}
              kept={data.kept.includes(message.id)}
            />
          ))}
        </ul>
      )}
    </section>
  )
}

interface LeavingProps {
  space: Id
  room: Id
  message: Message
  kept: boolean
}

function Leaving({ space, room, message, kept }: LeavingProps) {
  const { i18n } = useLingui()
  const zone = useZone()
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const leaves = dateText(i18n, wall(message.expires_at, zone))

  async function save() {
    setBusy(true)
    try {
      await keep(room, { message: message.id })
      await Promise.all([
        queries.invalidateQueries(leavingQuery(room)),
        queries.invalidateQueries(keptQuery(space)),
      ])
    } catch (error) {
      toasts.say(explain(i18n, error), { kind: "bad" })
    }
    setBusy(false)
  }

  return (
    <li>
      <div>
        <Author person={message.author} />
        <p dir="auto" className={styles.words}>
          {message.text}
        </p>
        <small>
          <Trans>deleted on {leaves}</Trans>
        </small>
      </div>
      {kept ? (
        <Tag kind="ok" icon="check-bold">
          <Trans>Kept</Trans>
        </Tag>
      ) : (
        <Button size="small" isDisabled={busy} onPress={() => void save()}>
          <Trans>Keep</Trans>
        </Button>
      )}
    </li>
  )
}
