import { Trans, useLingui } from "@lingui/react/macro"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import type { Id, KeptText, RoomSummary } from "../../live"
import { Button, Empty, explain, MaterialCard, Skeleton, toasts, useZone } from "../../ui"
import card from "../../ui/Card.module.css"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { dateText, wall } from "../../ui/time"
import { useTitle } from "../../ui/useTitle"
import { materialAddress } from "../materials"
import { Author } from "./Author"
import { keptQuery, takeOff } from "./api"
import { LeavingSoon } from "./LeavingSoon"
import styles from "./pages.module.css"

export interface KeptPageProps {
  space: { id: Id; title: string; slug: string }
  /** The rooms whose messages a teacher may save; none for everybody else. */
  rooms: readonly RoomSummary[]
  /** The room that the address names. */
  room: Id | undefined
}

/** "Kept from the chatroom", and for teachers what leaves it soon. */
export function KeptPage({ space, rooms, room }: KeptPageProps) {
  const { t, i18n } = useLingui()
  const { data, error } = useQuery(keptQuery(space.id))
  useTitle(`${t`Kept from the chatroom`} · ${space.title}`)
  return (
    <div className={styles.page}>
      {rooms.length > 0 && <LeavingSoon space={space.id} rooms={rooms} wanted={room} />}
      <section className={card.card} aria-labelledby="kept">
        <div className={card.head}>
          <h2 id="kept">
            <Trans>Kept from the chatroom</Trans>
          </h2>
        </div>
        {error && <Empty title={explain(i18n, error)} />}
        {!data && !error && <Skeleton lines={4} />}
        {data?.texts.length === 0 && (
          <Empty title={t`Nothing has been kept yet`}>
            {t`A teacher can keep a message here before it is deleted.`}
          </Empty>
        )}
        {data?.texts.map((text) => (
          <Text key={text.id} space={space} text={text} />
        ))}
      </section>
    </div>
  )
}

function Text({ space, text }: { space: KeptPageProps["space"]; text: KeptText }) {
  const { t, i18n } = useLingui()
  const zone = useZone()
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const day = (at: string) => dateText(i18n, wall(at, zone))
  const [written, kept, keeper] = [day(text.written_at), day(text.kept_at), text.kept_by.name]

  function remove() {
    setAsking(false)
    takeOff(space.id, text.id).then(
      () => void queries.invalidateQueries(keptQuery(space.id)),
      (error: unknown) => toasts.say(explain(i18n, error), { kind: "bad" }),
    )
  }

  return (
    <article className={styles.text}>
      <h3 dir="auto">{text.title}</h3>
      <p dir="auto" className={styles.words}>
        {text.text}
      </p>
      {text.material && (
        <MaterialCard preview={text.material} to={materialAddress(space.slug, text.material.id)} />
      )}
      <p className={styles.by}>
        <Author person={text.author} /> <span>{written}</span>
        <small>
          <Trans>
            kept by <bdi>{keeper}</bdi> on {kept}
          </Trans>
        </small>
        {text.may_delete && (
          <Button look="quiet" size="small" icon="trash" onPress={() => setAsking(true)}>
            <Trans>Take off</Trans>
          </Button>
        )}
      </p>
      <Dialog
        title={t`Take this text off the page?`}
        open={asking}
        onClose={() => setAsking(false)}
        role="alertdialog"
      >
        <p>{t`It cannot be brought back once the chatroom has deleted it.`}</p>
        <DialogButtons>
          <Button autoFocus onPress={() => setAsking(false)}>{t`Keep it`}</Button>
          <Button look="stop" onPress={remove}>{t`Take off`}</Button>
        </DialogButtons>
      </Dialog>
    </article>
  )
}
