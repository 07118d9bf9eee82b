import { Trans, useLingui } from "@lingui/react/macro"
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { ask, type ChooseMail, type Letter, type Mailbox } from "../../live"
import { Check, Clock, classes, Empty, explain, Icon, Skeleton, toasts, useZone } from "../../ui"
import card from "../../ui/Card.module.css"
import { dateText, wall } from "../../ui/time"
import { useTitle } from "../../ui/useTitle"
import { useKinds } from "./kinds"
import { linked } from "./linked"
import styles from "./MailboxPage.module.css"

const mailboxQuery = queryOptions({
  queryKey: ["mailbox"],
  queryFn: () => ask<Mailbox>("GET", "/api/mailbox"),
  refetchOnMount: "always",
})

/** Which letters one wants; and, where this server sends none, the letters themselves. */
export function MailboxPage() {
  const { t, i18n } = useLingui()
  const queries = useQueryClient()
  const { data, error } = useQuery(mailboxQuery)
  const choosing = useMutation({
    mutationFn: (body: ChooseMail) => ask<Mailbox>("PUT", "/api/mailbox", { body }),
    onSuccess: (after) => queries.setQueryData(mailboxQuery.queryKey, after),
    onError: (problem) => toasts.say(explain(i18n, problem)),
  })
  const kinds = useKinds()
  useTitle(t`E-mails`)
  if (error && !data) return <Empty title={explain(i18n, error)} />
  if (!data) return <Skeleton lines={4} />
  return (
    <div className={styles.page}>
      <h1>
        <Trans>E-mails</Trans>
      </h1>
      <div className={classes(card.card, card.pad)}>
        {(Object.keys(kinds) as (keyof ChooseMail)[]).map((one) => (
          <Check
            key={one}
            isSelected={data[one]}
            isDisabled={choosing.isPending}
            onChange={(on) => choosing.mutate({ events: data.events, people: data.people, [one]: on })}
          >
            {kinds[one]}
          </Check>
        ))}
        <p className={styles.soft}>
          <Trans>When an event that you joined is moved or called off, we always write.</Trans>
        </p>
      </div>
      {data.local && (
        <section className={styles.page}>
          <h2>
            <Trans>Your letters</Trans>
          </h2>
          <p className={styles.soft}>
            <Trans>This server sends no e-mail. What it would send to you stands here.</Trans>
          </p>
          {data.letters.length === 0 && <Empty title={t`No letter yet`} />}
          {data.letters.map((letter) => (
            <Read key={letter.id} letter={letter} />
          ))}
        </section>
      )}
    </div>
  )
}

function Read({ letter }: { letter: Letter }) {
  const { i18n } = useLingui()
  const zone = useZone()
  return (
    <article className={classes(card.card, card.pad, styles.letter)}>
      <h3>
        <bdi>{letter.subject}</bdi>
      </h3>
      <p className={styles.soft}>
        {dateText(i18n, wall(letter.at, zone))}, <Clock at={letter.at} />
      </p>
      <p className={styles.text} dir="auto">
        {linked(letter.text).map((piece, place) =>
          piece.link ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces never move
            <a key={place} href={piece.text}>
              {piece.text}
            </a>
          ) : (
            piece.text
          ),
        )}
      </p>
      {letter.has_calendar && (
        <p>
          <a className={styles.file} href={`/api/mailbox/${letter.id}/calendar`} download="event.ics">
            <Icon name="calendar-blank" />
            <Trans>File for the calendar</Trans>
          </a>
        </p>
      )}
    </article>
  )
}
