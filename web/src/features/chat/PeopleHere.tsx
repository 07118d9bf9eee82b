import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { useContext } from "react"
import type { Person } from "../../live"
import { Avatar, Choice, classes, Flag, Icon, IconButton, MenuButton, Tag } from "../../ui"
import { ExtrasContext } from "./extras"
import styles from "./PeopleHere.module.css"
import { type Group, grouped } from "./people"

export interface PeopleHereProps {
  people: readonly Person[]
  you: Person
  /** Inside a dialog, which has its own edges. */
  plain?: boolean
}

/** Who is here now: teachers first, then school by school. */
export function PeopleHere({ people, you, plain }: PeopleHereProps) {
  const groups = grouped(people, you)
  return (
    <aside className={classes(styles.people, plain && styles.plain)} aria-labelledby="people-here">
      <h2 id="people-here">
        <Plural value={people.length} one="# person here" other="# people here" />
      </h2>
      {groups.map((group) => (
        <section key={group.key}>
          <h3>
            <GroupName group={group} />
          </h3>
          <ul>
            {group.people.map((person) => (
              <li key={person.id}>
                <Avatar person={person} size="s" />
                <span>
                  <bdi>{person.name}</bdi>
                  {person.id === you.id && (
                    <>
                      {" "}
                      <Trans>(you)</Trans>
                    </>
                  )}
                </span>
                {group.key === "teachers" && person.country && <Flag country={person.country} size="s" />}
                {group.key === "teachers" && you.kind === "pupil" && person.school === you.school && (
                  <Tag kind="ok">
                    <Trans>yours</Trans>
                  </Tag>
                )}
                {group.key === "moderators" && (
                  <Tag kind="info" icon="shield-check">
                    <Trans>looks in</Trans>
                  </Tag>
                )}
                {person.id !== you.id && person.kind !== "moderator" && <Actions person={person} />}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </aside>
  )
}

/** What one can do about somebody here. */
function Actions({ person }: { person: Person }) {
  const { t } = useLingui()
  const { onReportPerson } = useContext(ExtrasContext)
  if (!onReportPerson) return null
  const { name } = person
  const label = t`${name}: actions`
  return (
    <MenuButton
      aria-label={label}
      button={<IconButton small icon="dots-three-vertical-bold" label={label} />}
      onAction={() => onReportPerson(person)}
    >
      <Choice id="report" icon="flag">{t`Report ${name}`}</Choice>
    </MenuButton>
  )
}

function GroupName({ group }: { group: Group }) {
  if (group.key === "teachers")
    return (
      <>
        <Icon name="chalkboard-teacher" />
        <Trans>Teachers</Trans>
      </>
    )
  if (group.key === "moderators")
    return (
      <>
        <Icon name="shield-check" />
        <Trans>Moderators</Trans>
      </>
    )
  if (group.key === "others") return <Trans>Guests</Trans>
  return (
    <>
      {group.country && <Flag country={group.country} code={false} />}
      <bdi title={group.school ?? undefined}>{group.city ?? group.school}</bdi>
    </>
  )
}
