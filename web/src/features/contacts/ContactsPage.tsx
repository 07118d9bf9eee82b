import { Plural, Trans, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { type ReactNode, useDeferredValue, useState } from "react"
import type { Colleague } from "../../live"
import { Avatar, Button, classes, Empty, explain, Field, Flag, IconButton, Skeleton } from "../../ui"
import card from "../../ui/Card.module.css"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { useTitle } from "../../ui/useTitle"
import { AskContact } from "./AskContact"
import { contactsQuery, LEAST, peopleQuery, remove, takeBack } from "./api"
import { ContactAnswer } from "./ContactAnswer"
import styles from "./contacts.module.css"
import { useChange } from "./useChange"

/** One's contacts, who asks to be one, and colleagues to ask (R-050 … R-054). */
export function ContactsPage() {
  const { t, i18n } = useLingui()
  const { data, error, refetch } = useQuery({ ...contactsQuery, refetchOnMount: "always" })
  const [going, setGoing] = useState<Colleague | null>(null)
  const [busy, change] = useChange()
  useTitle(t`My contacts`)
  if (error && !data)
    return (
      <Empty
        title={explain(i18n, error)}
        action={<Button onPress={() => void refetch()}>{t`Try again`}</Button>}
      />
    )
  if (!data) return <Skeleton lines={6} />
  return (
    <div className={styles.page}>
      <h1>
        <Trans>My contacts</Trans>
      </h1>
      {data.asking_you.length > 0 && (
        <Part title={<Trans>They ask to be your contact</Trans>}>
          {data.asking_you.map(({ id, who, message }) => (
            <Person
              key={id}
              person={who}
              message={message}
              end={<ContactAnswer request={id} name={who.name} />}
            />
          ))}
        </Part>
      )}
      {data.asked_by_you.length > 0 && (
        <Part title={<Trans>You have asked</Trans>}>
          {data.asked_by_you.map(({ id, who, message }) => (
            <Person
              key={id}
              person={who}
              message={message}
              end={
                <Button size="small" isDisabled={busy} onPress={() => void change(() => takeBack(id))}>
                  <Trans>Take it back</Trans>
                </Button>
              }
            />
          ))}
        </Part>
      )}
      <Find />
      {data.contacts.length === 0 ? (
        <Empty title={t`You have no contacts yet.`}>
          <Trans>
            Look for colleagues above and ask them. Contacts can be invited and chosen for events.
          </Trans>
        </Empty>
      ) : (
        <Part title={<Plural value={data.contacts.length} one="# contact" other="# contacts" />}>
          {data.contacts.map((person) => (
            <Person
              key={person.id}
              person={person}
              end={
                <IconButton
                  small
                  icon="user-minus"
                  label={t`End the contact: ${person.name}`}
                  onPress={() => setGoing(person)}
                />
              }
            />
          ))}
        </Part>
      )}
      <Dialog
        title={t`Be no contacts any more?`}
        open={going !== null}
        onClose={() => setGoing(null)}
        role="alertdialog"
      >
        <p>
          <bdi>{going?.name}</bdi>
        </p>
        <DialogButtons>
          <Button onPress={() => setGoing(null)}>
            <Trans>Stay contacts</Trans>
          </Button>
          <Button
            look="stop"
            isPending={busy}
            onPress={() => {
              if (going) void change(() => remove(going.id)).then(() => setGoing(null))
            }}
          >
            <Trans>End the contact</Trans>
          </Button>
        </DialogButtons>
      </Dialog>
    </div>
  )
}

/** Colleagues by name, school or town, while one types. */
function Find() {
  const { t, i18n } = useLingui()
  const [words, setWords] = useState("")
  const wanted = useDeferredValue(words.trim())
  const { data, error } = useQuery(peopleQuery(wanted))
  const searching = wanted.replace(/\s/g, "").length >= LEAST
  return (
    <section className={classes(card.card, card.pad, styles.part)}>
      <Field
        label={t`Find colleagues`}
        hint={t`By name, school or town.`}
        type="search"
        icon="magnifying-glass"
        value={words}
        onChange={setWords}
        maxLength={80}
        autoComplete="off"
      />
      <p className="sr" role="status">
        {searching && data && (
          <Plural value={data.people.length} one="# person found" other="# people found" />
        )}
      </p>
      {searching && error && <p role="alert">{explain(i18n, error)}</p>}
      {searching && data?.people.length === 0 && (
        <p className={styles.soft}>
          <Trans>Nobody is called so.</Trans>
        </p>
      )}
      {searching && data && data.people.length > 0 && (
        <ul className={styles.list}>
          {data.people.map((person) => (
            <Person key={person.id} person={person} end={<AskContact person={person} />} />
          ))}
        </ul>
      )}
      {searching && data?.more && (
        <p className={styles.soft}>
          <Trans>There are more. Type another word.</Trans>
        </p>
      )}
    </section>
  )
}

function Part({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <section className={classes(card.card, card.pad, styles.part)}>
      <h2>{title}</h2>
      <ul className={styles.list}>{children}</ul>
    </section>
  )
}

function Person({ person, message, end }: { person: Colleague; message?: string; end: ReactNode }) {
  const place = [person.school, person.city].filter(Boolean).join(", ")
  return (
    <li className={styles.person}>
      <Avatar person={{ id: person.id, name: person.name, kind: "teacher" }} />
      <div className={styles.who}>
        <b>
          <bdi>{person.name}</bdi>
        </b>
        <small>
          {person.country && <Flag country={person.country} />} <bdi>{place}</bdi>
        </small>
        {message && (
          <p className={styles.message} dir="auto">
            {message}
          </p>
        )}
      </div>
      <div className={styles.end}>{end}</div>
    </li>
  )
}
