import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useEffect } from "react"
import { Link } from "react-router"
import { type HeldItem, line, type MyPupil, type MyPupils } from "../../live"
import {
  Avatar,
  Banner,
  classes,
  Empty,
  explain,
  Flag,
  Icon,
  MaterialCard,
  Moment,
  Skeleton,
  Tag,
} from "../../ui"
import card from "../../ui/Card.module.css"
import { useTitle } from "../../ui/useTitle"
import { materialAddress } from "../materials"
import { myPupilsQuery } from "./api"
import { Decide, Why } from "./HeldNote"
import { marked } from "./marks"
import styles from "./moderation.module.css"

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
      {data.held.map((item) => (
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
            <Pupil key={`${pupil.space} ${pupil.person.id}`} pupil={pupil} data={data} />
          ))}
        </ul>
      </section>
    </div>
  )
}

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
    </section>
  )
}

function Pupil({ pupil, data }: { pupil: MyPupil; data: MyPupils }) {
  const { t } = useLingui()
  const space = data.spaces.find((one) => one.id === pupil.space)
  const held = data.held.filter((one) => one.message.author.id === pupil.person.id).length
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
      {pupil.last_messages.length > 0 && (
        <ul className={styles.lately} aria-label={t`Last messages`}>
          {pupil.last_messages.map((one) => (
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
