import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useEffect, useState } from "react"
import { Link } from "react-router"
import { type HeldItem, line, type Message, type MyPupil, type MyPupils, type Person } from "../../live"
import {
  Avatar,
  Banner,
  Button,
  classes,
  Empty,
  explain,
  Flag,
  Icon,
  MaterialCard,
  Moment,
  Skeleton,
  Tag,
  toasts,
  useNow,
} from "../../ui"
import card from "../../ui/Card.module.css"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { useAct } from "../../ui/useAct"
import { useTitle } from "../../ui/useTitle"
import { materialAddress } from "../materials"
import { myPupilsQuery, remove } from "./api"
import { Decide, Why } from "./HeldNote"
import { MuteDialog } from "./MuteDialog"
import { marked } from "./marks"
import styles from "./moderation.module.css"
import { unexpired } from "./stream"

/** The page of a responsible teacher: what waits, who is here, where nobody watches. Made for a phone. */
export function MyPupilsPage() {
  const { t, i18n } = useLingui()
  const queries = useQueryClient()
  const { data, error } = useQuery(myPupilsQuery)
  useTitle(t`My pupils`)
  useEffect(() => {
    const again = () => void queries.invalidateQueries(myPupilsQuery)
    const stops = [line.on("my_pupils.changed", again), line.onOpen(again)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [queries])
  if (error) return <Empty title={explain(i18n, error)} />
  if (!data) return <Skeleton lines={6} pictures />
  if (data.pupils.length === 0)
    return <Empty title={t`No pupils yet`}>{t`Pupils for whom you answer in a project appear here.`}</Empty>
  return <Whole data={data} />
}

function Whole({ data }: { data: MyPupils }) {
  const { t } = useLingui()
  const queries = useQueryClient()
  const now = useNow(10_000, serverNow)
  const here = data.pupils.filter((one) => one.online_in.length > 0).length
  const slugOf = (space: string) => data.spaces.find((one) => one.id === space)?.slug ?? ""
  return (
    <div className={styles.page}>
      <header className={styles.title}>
        <h1>{t`My pupils`}</h1>
        <p>
          <Plural value={data.pupils.length} one="# pupil" other="# pupils" />,{" "}
          <Plural value={here} one="# here now" other="# here now" />
        </p>
      </header>
      {data.without_adult.map((room) => (
        <Banner key={room.room} kind="bad" alert="politely">
          <b>
            <Trans>A chatroom has no adult.</Trans>
          </b>{" "}
          <Plural value={room.pupils} one="# pupil of yours is there." other="# pupils of yours are there." />{" "}
          <Link to={`/t/${slugOf(room.space)}/chat/${room.room}`}>
            <Trans>Step in</Trans>
          </Link>
        </Banner>
      ))}
      {data.cases > 0 && (
        <Banner kind="hold" icon="flag">
          <Link to="/cases">
            <Plural value={data.cases} one="# report waits for you" other="# reports wait for you" />
          </Link>
        </Banner>
      )}
      {lasting(data.held, now).map((item) => (
        <Held
          key={item.message.id}
          item={item}
          onStale={() => void queries.invalidateQueries(myPupilsQuery)}
        />
      ))}
      <section className={card.card}>
        <div className={card.head}>
          <h2>{t`Here now and before`}</h2>
        </div>
        <ul className={styles.list}>
          {data.pupils.map((pupil) => (
            <Pupil key={`${pupil.space} ${pupil.person.id}`} pupil={pupil} data={data} now={now} />
          ))}
        </ul>
      </section>
    </div>
  )
}

const serverNow = () => line.serverNow()

const lasting = (held: readonly HeldItem[], now: number) =>
  held.filter(({ message }) => unexpired([message], now).length > 0)

/** The message with what was found in it marked, and the two things one can do. */
function Held({ item, onStale }: { item: HeldItem; onStale: () => void }) {
  const { message, space_title, slug, conference, room_title } = item
  const { t } = useLingui()
  const parts = marked(message.text, message.hold?.findings ?? [])
  return (
    <section className={styles.heldCard} aria-label={t`A held message by ${message.author.name}`}>
      <header>
        <h2>{message.hold?.hint ? t`Returned with a hint` : t`A message is held`}</h2>
        <Tag kind="hold" icon="hourglass-medium-fill">
          <Moment at={message.created_at} />
        </Tag>
      </header>
      <div className={styles.who}>
        <Avatar person={message.author} />
        <span>
          <b>
            <bdi>{message.author.name}</bdi>
          </b>
          <small>
            {message.author.country && <Flag country={message.author.country} size="s" />}{" "}
            {conference ? (
              <>
                <Link to={`/t/${slug}/conference/${conference}`}>
                  <bdi>{room_title}</bdi>
                </Link>{" "}
                · <bdi>{space_title}</bdi>
              </>
            ) : (
              <Link to={`/t/${slug}/chat/${message.room}`}>
                <bdi>{space_title}</bdi>
              </Link>
            )}
          </small>
        </span>
      </div>
      <p className={styles.words} dir="auto">
        {parts.map(({ key, text, found }) =>
          found ? <mark key={key}>{text}</mark> : <span key={key}>{text}</span>,
        )}
      </p>
      {message.material && (
        <MaterialCard
          preview={message.preview}
          {...(message.preview && { to: materialAddress(slug, message.preview.id) })}
        />
      )}
      <p className={styles.because}>
        <Icon name="info" />
        <span>
          <Why message={message} /> <Trans>Only teachers and the writer can see this.</Trans>
        </span>
      </p>
      <Decide message={message} onStale={onStale} big />
      <More message={message} mayMute={conference === null} onChanged={onStale} />
    </section>
  )
}

interface MoreProps {
  message: Message
  /** In a chatroom: beside a stage whoever leads the conference decides who writes. */
  mayMute: boolean
  onChanged: () => void
}

/** What is done more seldom: its writer stopped for a time, or the message deleted for good. */
function More({ message, mayMute, onChanged }: MoreProps) {
  const { t } = useLingui()
  const act = useAct(explain)
  const [muting, setMuting] = useState<Person | null>(null)
  const [asking, setAsking] = useState(false)
  const { author, room, id } = message
  return (
    <div className={styles.decide}>
      {mayMute && (
        <Button
          look="quiet"
          icon="chat-slash"
          onPress={() => setMuting(author)}
        >{t`Mute ${author.name} …`}</Button>
      )}
      <Button look="quiet" icon="trash" onPress={() => setAsking(true)}>{t`Delete`}</Button>
      <MuteDialog room={room} pupil={muting} onClose={() => setMuting(null)} onMuted={onChanged} />
      <Dialog
        title={t`Delete this message?`}
        open={asking}
        onClose={() => setAsking(false)}
        role="alertdialog"
      >
        <p>{t`It disappears for everybody. Its writer sees that it was deleted.`}</p>
        <DialogButtons>
          <Button autoFocus onPress={() => setAsking(false)}>{t`Keep it`}</Button>
          <Button
            look="stop"
            onPress={() => {
              setAsking(false)
              void act(() => remove(room, id)).then((done) => {
                if (done) toasts.say(t`Deleted.`)
                onChanged()
              })
            }}
          >
            {t`Delete`}
          </Button>
        </DialogButtons>
      </Dialog>
    </div>
  )
}

function Pupil({ pupil, data, now }: { pupil: MyPupil; data: MyPupils; now: number }) {
  const { t } = useLingui()
  const space = data.spaces.find((one) => one.id === pupil.space)
  const held = lasting(data.held, now).filter((one) => one.message.author.id === pupil.person.id).length
  const last = unexpired(pupil.last_messages, now)
  return (
    <li>
      <Avatar person={pupil.person} />
      <span>
        <b>
          <bdi>{pupil.person.name}</bdi>
        </b>
        <small>
          <bdi>{space?.title}</bdi>
        </small>
      </span>
      <span className={classes(styles.marks)}>
        {pupil.online_in.length > 0 && <Tag kind="ok">{t`here`}</Tag>}
        {held > 0 && <Tag kind="hold">{t`${held} held`}</Tag>}
        {pupil.muted_in.length > 0 && <Tag icon="chat-slash">{t`muted`}</Tag>}
        {pupil.reports > 0 && <Tag kind="bad" icon="flag">{t`reported`}</Tag>}
      </span>
      {last.length > 0 && (
        <ul className={styles.lately} aria-label={t`Last messages`}>
          {last.map((one) => (
            <li key={one.created_at}>
              <Link to={`/t/${space?.slug}/chat/${one.room}`}>
                <Moment at={one.created_at} />
              </Link>
              <span dir="auto">{one.state === "deleted" ? t`deleted` : one.text}</span>
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}
