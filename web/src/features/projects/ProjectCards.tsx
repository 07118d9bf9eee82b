import { Trans, useLingui } from "@lingui/react/macro"
import { Link } from "react-router"
import type { SpaceCard } from "../../live"
import { Empty, Flag, Tag, TwinTile } from "../../ui"
import styles from "./ProjectCards.module.css"

/** One's own projects as cards, then groups, rooms and courses. */
export function ProjectCards({ spaces }: { spaces: readonly SpaceCard[] }) {
  const { t } = useLingui()
  const projects = spaces.filter((space) => space.kind === "twinspace")
  const others = spaces.filter((space) => space.kind !== "twinspace")
  if (spaces.length === 0)
    return (
      <Empty title={t`No projects yet`}>{t`When a teacher adds you to a project, you find it here.`}</Empty>
    )
  return (
    <ul className={styles.cards}>
      {[...projects, ...others].map((space) => (
        <Card key={space.id} space={space} />
      ))}
    </ul>
  )
}

const KIND = {
  learninglab: () => <Trans>Course</Trans>,
  group: () => <Trans>Group</Trans>,
  room: () => <Trans>Room</Trans>,
  event: () => <Trans>Event</Trans>,
}

function Card({ space }: { space: SpaceCard }) {
  return (
    <li className={styles.card}>
      <TwinTile seed={space.slug} family={space.cover} columns={8} rows={2} className={styles.cover} />
      <div className={styles.words}>
        <h3>
          <Link to={`/t/${space.slug}`} className={styles.link}>
            <bdi>{space.title}</bdi>
          </Link>
        </h3>
        <p className={styles.description}>
          <bdi>{space.description}</bdi>
        </p>
        <p className={styles.flags}>
          {space.countries.map((country) => (
            <Flag key={country} country={country} />
          ))}
          {space.kind !== "twinspace" && <Tag>{KIND[space.kind]()}</Tag>}
          {space.state !== "open" && (
            <Tag icon="lock-simple">
              <Trans>Closed</Trans>
            </Tag>
          )}
        </p>
        <p className={styles.ways}>
          <Link to={`/t/${space.slug}/live`}>
            <Trans>Live</Trans>
          </Link>
          <Link to={`/t/${space.slug}/chat`}>
            <Trans>Chatroom</Trans>
          </Link>
          <Link to={`/t/${space.slug}/members`}>
            <Trans>Members</Trans>
          </Link>
        </p>
      </div>
    </li>
  )
}
