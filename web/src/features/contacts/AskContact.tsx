import { Trans, useLingui } from "@lingui/react/macro"
import { useQuery } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import type { Colleague } from "../../live"
import { Button, Field, Tag, toasts } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { askContact, contactsQuery } from "./api"
import { ContactAnswer } from "./ContactAnswer"
import styles from "./contacts.module.css"
import { useChange } from "./useChange"

export interface AskContactProps {
  person: Colleague
  /** Beside people who may be contacts already, which then need not be said. */
  quiet?: boolean
}

/** “Send a contact request”, or what is between the two already. */
export function AskContact({ person, quiet }: AskContactProps) {
  const { t } = useLingui()
  const { data } = useQuery(contactsQuery)
  const [open, setOpen] = useState(false)
  const [words, setWords] = useState("")
  const [busy, change] = useChange()
  const { id, name } = person
  if (!data) return null
  if (data.contacts.some((one) => one.id === id))
    return quiet ? null : (
      <Tag kind="ok" icon="user-check">
        <Trans>Contact</Trans>
      </Tag>
    )
  const asking = data.asking_you.find((one) => one.who.id === id)
  if (asking) return <ContactAnswer request={asking.id} name={name} />
  if (data.asked_by_you.some((one) => one.who.id === id))
    return (
      <Tag kind="hold" icon="hourglass-medium-fill">
        <Trans>Asked</Trans>
      </Tag>
    )
  async function send(event: FormEvent) {
    event.preventDefault()
    if (await change(() => askContact(id, words.trim()))) {
      toasts.say(t`Your request is on its way.`)
      setOpen(false)
    }
  }
  return (
    <>
      <Button
        size="small"
        icon="user-plus"
        aria-label={t`Ask to be a contact: ${name}`}
        onPress={() => setOpen(true)}
      >
        <Trans>Ask to be a contact</Trans>
      </Button>
      <Dialog title={t`Ask ${name} to be a contact?`} open={open} onClose={() => setOpen(false)}>
        <form className={styles.form} onSubmit={(event) => void send(event)}>
          <Field
            label={t`A few words`}
            hint={t`You may leave it empty.`}
            value={words}
            onChange={setWords}
            maxLength={300}
            lines={2}
            autoFocus
          />
          <p>
            <Trans>Contacts can be invited and chosen for events. Both of you can end it at any time.</Trans>
          </p>
          <DialogButtons>
            <Button look="main" type="submit" isPending={busy}>
              <Trans>Send the request</Trans>
            </Button>
            <Button onPress={() => setOpen(false)}>
              <Trans>Not now</Trans>
            </Button>
          </DialogButtons>
        </form>
      </Dialog>
    </>
  )
}
