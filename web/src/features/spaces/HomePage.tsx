import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import type { SpaceHome, SpaceSchool } from "../../live"
import { ButtonLink, Empty, explain, Flag, Icon, Skeleton } from "../../ui"
import card from "../../ui/Card.module.css"
import { useTitle } from "../../ui/useTitle"
import { conferencesQuery, spaceQuery } from "./api"
import { nextOf } from "./conferences"
import styles from "./HomePage.module.css"
import { NextConference } from "./NextConference"
import { useSpace } from "./SpaceLayout"

/** What the project is about, who takes part, and what comes next. */
export function HomePage() {
  const { i18n } = useLingui()
  const { id, slug, title } = useSpace()
  const { data: home, error, isPending } = useQuery(spaceQuery(id))
  const { data: conferences } = useQuery(conferencesQuery(id))
  useTitle(title)
  if (isPending) return <Skeleton lines={5} />
  if (error) return <Empty title={explain(i18n, error)} />
  const next = conferences && nextOf(conferences.conferences)
  return (
    <div className={styles.columns}>
      <div className={styles.main}>
        <section className={`${card.card} ${card.pad}`}>
          <h2>
            <Trans>About this project</Trans>
          </h2>
          <p className={styles.description} dir="auto">
            {home.description}
          </p>
        </section>
        <Schools home={home} />
      </div>
      <aside className={styles.aside}>
        {next && <NextConference conference={next} slug={slug} />}
        <section className={`${card.card} ${card.pad} ${styles.chat}`}>
          <h2>
            <Trans>Chatroom</Trans>
          </h2>
          <p>
            <Trans>Teachers and pupils of all schools write to each other here.</Trans>
          </p>
          <ButtonLink to={`/t/${slug}/chat`} icon="chats-fill" look={next ? "plain" : "main"}>
            <Trans>Go to Chatroom</Trans>
          </ButtonLink>
        </section>
        <Numbers home={home} />
      </aside>
    </div>
  )
}

function Schools({ home }: { home: SpaceHome }) {
  return (
    <section className={card.card}>
      <div className={card.head}>
        <h2>
          <Trans>Schools taking part</Trans>
        </h2>
      </div>
      <ul className={styles.schools}>
        {home.schools.map((school) => (
          <School key={`${school.country} ${school.name}`} school={school} />
        ))}
      </ul>
    </section>
  )
}

function School({ school }: { school: SpaceSchool }) {
  return (
    <li>
      <Flag country={school.country} code={false} size="l" />
      <div>
        <b>
          <bdi>{school.name}</bdi>
        </b>
        <small>
          <bdi>{school.city}</bdi>
        </small>
      </div>
      <small className={styles.count}>
        <Plural value={school.teachers} one="# teacher" other="# teachers" />
        {school.pupils > 0 && (
          <>
            {" · "}
            <Plural value={school.pupils} one="# pupil" other="# pupils" />
          </>
        )}
      </small>
    </li>
  )
}

function Numbers({ home: { numbers } }: { home: SpaceHome }) {
  return (
    <section className={`${card.card} ${card.pad}`}>
      <h2 className={styles.small}>
        <Trans>People</Trans>
      </h2>
      <ul className={styles.numbers}>
        <li>
          <Icon name="globe" /> <Plural value={numbers.countries} one="# country" other="# countries" />
        </li>
        <li>
          <Icon name="house" /> <Plural value={numbers.schools} one="# school" other="# schools" />
        </li>
        <li>
          <Icon name="chalkboard-teacher" />{" "}
          <Plural value={numbers.teachers} one="# teacher" other="# teachers" />
        </li>
        <li>
          <Icon name="student" /> <Plural value={numbers.pupils} one="# pupil" other="# pupils" />
        </li>
        {numbers.guests > 0 && (
          <li>
            <Icon name="user" /> <Plural value={numbers.guests} one="# guest" other="# guests" />
          </li>
        )}
      </ul>
    </section>
  )
}
