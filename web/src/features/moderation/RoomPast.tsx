import { Plural, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { Link } from "react-router"
import type { Id, PastAct } from "../../live"
import { Avatar, Empty, explain, Flag, outcomeOf, Skeleton, Tag, Time } from "../../ui"
import { pastQuery } from "./api"
import styles from "./moderation.module.css"
import { ACT, REASON, STATE } from "./words"

const WIDE = "(min-width: 60rem)"

export interface RoomPastProps {
  room: Id
  /** The pupil whose message is chosen: what is theirs is shown, too. */
  pupil: Id | null
}

/** Who answers for the pupils of a room, and what was reported and done there before (S9). */
export function RoomPast({ room, pupil }: RoomPastProps) {
  const { t } = useLingui()
  // Where there is little room the stream comes first.
  const [open, setOpen] = useState(() => window.matchMedia(WIDE).matches)
  return (
    <details className={styles.past} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t`Teachers and what was before`}</summary>
      {open && <Whole room={room} pupil={pupil} />}
    </details>
  )
}

function Whole({ room, pupil }: RoomPastProps) {
  const { t, i18n } = useLingui()
  const { data, error } = useQuery(pastQuery(room, pupil))
  if (error) return <Empty title={explain(i18n, error)} />
  if (!data) return <Skeleton lines={4} />
  return (
    <>
      <h2>{t`Who answers for pupils here`}</h2>
      <ul>
        {data.teachers.map(({ person, pupils, here, for_pupil }) => (
          <li key={person.id} className={styles.who}>
            <Avatar person={person} size="s" />
            <span>
              <b>
                <bdi>{person.name}</bdi>
              </b>
              {person.country && <Flag country={person.country} size="s" />}
              <small>
                <Plural value={pupils} one="# pupil" other="# pupils" />
              </small>
              {here && <Tag kind="ok">{t`here now`}</Tag>}
              {for_pupil && <Tag kind="info">{t`answers for this pupil`}</Tag>}
            </span>
          </li>
        ))}
      </ul>
      <h2>{t`Reports`}</h2>
      {data.cases.length === 0 && <p>{t`None that you handle.`}</p>}
      <ul>
        {data.cases.map((one) => (
          <li key={one.id}>
            <Link to={`/cases/${one.id}`}>
              {one.reasons.map((reason) => i18n._(REASON[reason])).join(" · ")}
            </Link>
            {one.subject && (
              <>
                {": "}
                <bdi>{one.subject.name}</bdi>
              </>
            )}
            <small>
              <Time start={one.created_at} /> ·{" "}
              {i18n._(one.outcome ? outcomeOf(one.outcome, one.target) : STATE[one.state])}
            </small>
          </li>
        ))}
      </ul>
      <h2>{t`What was done`}</h2>
      {data.acts.length === 0 && <p>{t`Nothing yet.`}</p>}
      <ul>
        {data.acts.map((one) => (
          <Act key={`${one.at} ${one.action} ${one.about}`} act={one} />
        ))}
      </ul>
    </>
  )
}

function Act({ act: { at, action, by, about, minutes } }: { act: PastAct }) {
  const { i18n } = useLingui()
  const words = ACT[action]
  return (
    <li>
      {words ? i18n._(words) : action}
      {about && (
        <>
          {": "}
          <bdi>{about}</bdi>
        </>
      )}
      {minutes !== null && (
        <>
          {" "}
          (<Plural value={minutes} one="# minute" other="# minutes" />)
        </>
      )}
      <small>
        <Time start={at} /> {by && <bdi>· {by}</bdi>}
      </small>
    </li>
  )
}
