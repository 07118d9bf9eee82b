import { Trans, useLingui } from "@lingui/react/macro"
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { useNavigate } from "react-router"
import type { EventPage, Id } from "../../live"
import { Banner, Button, ButtonLink, explain, Field, toasts } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { contactsQuery } from "../contacts"
import { cancel, copy, drop, eventQuery, invite } from "./api"
import { ColleagueChoice } from "./ColleagueChoice"
import styles from "./HostTools.module.css"
import { PageLink } from "./PageLink"

/** What those who lead an event (or look after its host's country) may do with it. */
export function HostTools({ page }: { page: EventPage }) {
  const { t, i18n } = useLingui()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [asked, setAsked] = useState<"cancel" | "invite" | "drop" | null>(null)
  const close = () => setAsked(null)
  const { card } = page
  const leads = card.you_are === "host" || card.you_are === "cohost"
  const draft = card.state === "draft"
  const open = ["published", "preparing", "doors", "live"].includes(card.state)
  const copying = useMutation({
    mutationFn: () => copy(card.id),
    onSuccess: (made) => navigate(`/events/${made.card.id}/edit`),
    onError: (error) => toasts.say(explain(i18n, error)),
  })
  const dropping = useMutation({
    mutationFn: () => drop(card.id),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["events"] })
      navigate("/events?view=upcoming&mine=hosting")
    },
    onError: (error) => toasts.say(explain(i18n, error)),
  })
  if (!leads && !page.may_cancel) return null
  return (
    <section className={styles.tools} aria-label={t`For those who lead`}>
      {leads && card.state === "ended" && card.mode === "online" && (
        <ButtonLink to={`/events/${card.id}/report`} icon="clipboard-text">
          <Trans>Who was there</Trans>
        </ButtonLink>
      )}
      {page.may_edit && !draft && (
        <ButtonLink to={`/events/${card.id}/edit`} icon="pencil-simple">
          <Trans>Edit</Trans>
        </ButtonLink>
      )}
      {leads && open && (
        <Button icon="user-plus" onPress={() => setAsked("invite")}>
          <Trans>Invite</Trans>
        </Button>
      )}
      {leads && (
        <Button icon="copy" isPending={copying.isPending} onPress={() => copying.mutate()}>
          <Trans>Make a copy</Trans>
        </Button>
      )}
      {page.may_cancel && (
        <Button look="stop-line" icon="prohibit" onPress={() => setAsked("cancel")}>
          <Trans>Call it off</Trans>
        </Button>
      )}
      {leads && draft && (
        <Button look="stop-line" icon="trash" onPress={() => setAsked("drop")}>
          <Trans>Delete the draft</Trans>
        </Button>
      )}
      <Dialog title={t`Call this event off?`} open={asked === "cancel"} onClose={close}>
        <CancelForm event={card.id} coming={(card.joined ?? 0) + (card.waiting ?? 0)} onClose={close} />
      </Dialog>
      <Dialog title={t`Invite your contacts`} open={asked === "invite"} onClose={close} wide>
        <InviteForm event={card.id} link onClose={close} />
      </Dialog>
      <Dialog title={t`Delete this draft?`} open={asked === "drop"} onClose={close} role="alertdialog">
        <DialogButtons>
          <Button onPress={close}>
            <Trans>Keep it</Trans>
          </Button>
          <Button look="stop" isPending={dropping.isPending} onPress={() => dropping.mutate()}>
            <Trans>Delete the draft</Trans>
          </Button>
        </DialogButtons>
      </Dialog>
    </section>
  )
}

function CancelForm({ event, coming, onClose }: { event: Id; coming: number; onClose: () => void }) {
  const { t, i18n } = useLingui()
  const queries = useQueryClient()
  const [reason, setReason] = useState("")
  const calling = useMutation({
    mutationFn: () => cancel(event, reason),
    onSuccess: (after) => {
      queries.setQueryData(eventQuery(event).queryKey, after)
      void queries.invalidateQueries({ queryKey: ["events"] })
      onClose()
    },
  })
  return (
    <>
      <div className={styles.form}>
        {calling.error && (
          <Banner kind="bad" alert>
            {explain(i18n, calling.error)}
          </Banner>
        )}
        <Field
          label={t`Why?`}
          hint={
            coming > 0 ? t`Everybody who joined or waits reads this.` : t`It stays on the page of the event.`
          }
          value={reason}
          onChange={setReason}
          maxLength={200}
          isRequired
          autoFocus
        />
        <p>
          <Trans>This cannot be undone. You can make a copy for another day.</Trans>
        </p>
      </div>
      <DialogButtons>
        <Button onPress={onClose}>
          <Trans>Keep it</Trans>
        </Button>
        <Button
          look="stop"
          isDisabled={!reason.trim()}
          isPending={calling.isPending}
          onPress={() => calling.mutate()}
        >
          <Trans>Call it off</Trans>
        </Button>
      </DialogButtons>
    </>
  )
}

interface InviteFormProps {
  event: Id
  /** With the link for everybody else, where the page behind the dialog does not show it. */
  link?: boolean
  onClose: () => void
}

/** Whom to ask to come, of one's contacts. */
export function InviteForm({ event, link, onClose }: InviteFormProps) {
  const { t, i18n } = useLingui()
  const { data } = useQuery(contactsQuery)
  const [chosen, setChosen] = useState<Id[]>([])
  const inviting = useMutation({
    mutationFn: () => invite(event, chosen),
    onSuccess: ({ number }) => {
      toasts.say(number > 0 ? t`Invited: ${number}` : t`They know of it already.`)
      onClose()
    },
  })
  return (
    <>
      <div className={styles.form}>
        {inviting.error && (
          <Banner kind="bad" alert>
            {explain(i18n, inviting.error)}
          </Banner>
        )}
        <ColleagueChoice label={t`Whom?`} people={data?.contacts} chosen={chosen} onChange={setChosen} />
        {link && <PageLink event={event} />}
      </div>
      <DialogButtons>
        <Button onPress={onClose}>
          <Trans>Not now</Trans>
        </Button>
        <Button
          look="main"
          isDisabled={chosen.length === 0}
          isPending={inviting.isPending}
          onPress={() => inviting.mutate()}
        >
          <Trans>Invite</Trans>
        </Button>
      </DialogButtons>
    </>
  )
}
