import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { useDeferredValue, useMemo, useState } from "react"
import type { SpaceMember } from "../../live"
import { Avatar, Empty, explain, Field, Flag, Select, Skeleton, Tag, useZone } from "../../ui"
import card from "../../ui/Card.module.css"
import { countryName } from "../../ui/names"
import { useTitle } from "../../ui/useTitle"
import { AccessesCard } from "./AccessesCard"
import { membersQuery } from "./api"
import styles from "./MembersPage.module.css"
import { isAdministrator, lastAccess, roleName } from "./roles"
import { useSpace } from "./SpaceLayout"

type Kind = "all" | SpaceMember["kind"]

/** Fold case and accents away, so that "Gunel" finds Günel. */
export const folded = (text: string) =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll("ə", "e")
    .replaceAll("ı", "i")
    .replaceAll("ł", "l")

export function matches(member: SpaceMember, words: string): boolean {
  const text = folded([member.name, member.school, member.city].filter(Boolean).join(" "))
  return folded(words)
    .split(/\s+/)
    .every((word) => text.includes(word))
}

/** Everybody in the TwinSpace: country, city, school, role and time of last access (R-210, D-20). */
export function MembersPage() {
  const { t, i18n } = useLingui()
  const { id, title, role } = useSpace()
  const { data, error, isPending } = useQuery(membersQuery(id))
  const [words, setWords] = useState("")
  const [kind, setKind] = useState<Kind>("all")
  const [country, setCountry] = useState("all")
  const wanted = useDeferredValue(words)
  useTitle(`${t`Members`} · ${title}`)
  const members = data?.members ?? []
  const countries = useMemo(
    () => [...new Set(data?.members.flatMap((one) => one.country ?? []))].sort(),
    [data],
  )
  const shown = members.filter(
    (one) =>
      (kind === "all" || one.kind === kind) &&
      (country === "all" || one.country === country) &&
      matches(one, wanted),
  )
  const list = (
    <section className={card.card}>
      <div className={styles.head}>
        <h2>
          <Trans>Members</Trans>
        </h2>
        <div className={styles.filters}>
          <Field
            label={t`Find by name, school or city`}
            icon="magnifying-glass"
            hideLabel
            placeholder={t`Find by name, school or city`}
            value={words}
            onChange={setWords}
          />
          <Select
            label={t`Who`}
            hideLabel
            value={kind}
            onChange={(value) => setKind(value as Kind)}
            options={[
              { value: "all", label: t`Everybody` },
              { value: "teacher", label: t`Teachers` },
              { value: "pupil", label: t`Pupils` },
              { value: "guest", label: t`Guests` },
            ]}
          />
          <Select
            label={t`Country`}
            hideLabel
            value={country}
            onChange={setCountry}
            options={[
              { value: "all", label: t`All countries` },
              ...countries.map((code) => ({ value: code, label: countryName(i18n, code) })),
            ]}
          />
        </div>
      </div>
      {isPending && <Skeleton lines={8} pictures />}
      {error && <Empty title={explain(i18n, error)} />}
      {data && shown.length === 0 && (
        <Empty title={t`Nobody fits`}>{t`Try fewer words or another country.`}</Empty>
      )}
      {shown.length > 0 && <Table members={shown} />}
      {data && (
        <p className={styles.count} role="status">
          <Plural value={shown.length} one="# person" other="# people" />
        </p>
      )}
    </section>
  )
  return (
    <>
      {list}
      {isAdministrator(role) && <AccessesCard space={id} />}
    </>
  )
}

function Table({ members }: { members: SpaceMember[] }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Name</Trans>
          </th>
          <th scope="col">
            <Trans>Country</Trans>
          </th>
          <th scope="col" className={styles.second}>
            <Trans>City</Trans>
          </th>
          <th scope="col" className={styles.second}>
            <Trans>School</Trans>
          </th>
          <th scope="col">
            <Trans>Role</Trans>
          </th>
          <th scope="col" className={styles.third}>
            <Trans>Last here</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <Row key={member.id} member={member} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ member }: { member: SpaceMember }) {
  const { i18n } = useLingui()
  const zone = useZone()
  return (
    <tr>
      <th scope="row">
        <span className={styles.who}>
          <Avatar person={member} size="s" />
          <span>
            <bdi>{member.name}</bdi>{" "}
            {member.is_you && (
              <Tag kind="ok">
                <Trans>you</Trans>
              </Tag>
            )}
            {member.responsible_teacher && (
              <small className={styles.with}>
                <Trans>
                  with <bdi>{member.responsible_teacher}</bdi>
                </Trans>
              </small>
            )}
            <small className={styles.onPhone}>
              <bdi>{[member.city, member.school].filter(Boolean).join(", ")}</bdi>
            </small>
          </span>
        </span>
      </th>
      <td>{member.country && <Flag country={member.country} />}</td>
      <td className={styles.second}>
        <bdi>{member.city}</bdi>
      </td>
      <td className={styles.second}>
        <bdi>{member.school}</bdi>
      </td>
      <td>{roleName(i18n, member.role)}</td>
      <td className={styles.third}>{lastAccess(i18n, member, zone)}</td>
    </tr>
  )
}
