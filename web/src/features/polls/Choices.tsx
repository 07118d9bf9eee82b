import { useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import type { Id, Poll } from "../../live"
import { Button, Flag, Skeleton } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { choices } from "./api"
import styles from "./polls.module.css"
import { explainPoll } from "./words"

export interface ChoicesProps {
  poll: Poll
  conference: Id
  open: boolean
  onClose: () => void
}

/** Who chose what in a named poll, for those who lead. */
export function Choices({ open, onClose, ...rest }: ChoicesProps) {
  const { t } = useLingui()
  return (
    <Dialog title={t`Who chose what`} open={open} onClose={onClose}>
      <List {...rest} />
      <DialogButtons>
        <Button look="main" onPress={onClose}>
          {t`Done`}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

function List({ poll, conference }: Pick<ChoicesProps, "poll" | "conference">) {
  const { t, i18n } = useLingui()
  const { data, error } = useQuery({
    queryKey: ["poll-choices", conference, poll.id, poll.results],
    queryFn: () => choices(conference, poll.id),
    placeholderData: (before) => before,
  })
  if (error) return <p>{explainPoll(i18n, error)}</p>
  if (!data) return <Skeleton lines={3} />
  return (
    <div className={styles.chosen}>
      {poll.options.map(({ id, text }) => {
        const people = data.choices.filter(({ options }) => options.includes(id))
        return (
          <section key={id}>
            <h3>
              <bdi>{text}</bdi>
            </h3>
            {people.length === 0 ? (
              <p className={styles.note}>{t`Nobody`}</p>
            ) : (
              <ul>
                {people.map(({ person }) => (
                  <li key={person.id}>
                    {person.country && <Flag country={person.country} code={false} />}
                    <bdi>{person.name}</bdi>
                  </li>
                ))}
              </ul>
            )}
          </section>
        )
      })}
    </div>
  )
}
