import { Trans, useLingui } from "@lingui/react/macro"
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useRef, useState } from "react"
import { useNavigate, useParams } from "react-router"
import { type Colleague, type EventPage, line, type Me, Refusal } from "../../live"
import {
  Banner,
  Button,
  ButtonLink,
  classes,
  Empty,
  explain,
  Skeleton,
  toasts,
  useLocalPicture,
} from "../../ui"
import card from "../../ui/Card.module.css"
import { useTitle } from "../../ui/useTitle"
import { contactsQuery } from "../contacts"
import { eventQuery, givePicture, save, takePicture } from "./api"
import { Event } from "./EventPage"
import {
  blank,
  bodyOf,
  type Filled,
  filledFrom,
  firstUnfinished,
  merged,
  previewOf,
  problemsOf,
  STEPS,
  type Step,
  startOf,
} from "./fields"
import styles from "./MakePage.module.css"
import { type Conflict, Meanwhile } from "./Meanwhile"
import { pictureOf } from "./pictures"
import { What, When, Who } from "./steps"

/** Create an event, step by step; or change one (R-067 … R-071). */
export function MakePage({ me }: { me: Me }) {
  const { t, i18n } = useLingui()
  const { event } = useParams()
  const known = useQuery({ ...eventQuery(event ?? ""), enabled: event !== undefined, refetchInterval: false })
  useTitle(event ? t`Edit an event` : t`Create an event`)
  if (event === undefined)
    return <Maker me={me} known={undefined} start={blank(line.serverNow(), i18n.locale)} />
  if (known.error && !known.data) return <Empty title={explain(i18n, known.error)} />
  if (!known.data) return <Skeleton lines={6} />
  if (!known.data.may_edit)
    return (
      <Empty
        title={t`This event cannot be changed now`}
        action={<ButtonLink to={`/events/${event}`}>{t`To the event`}</ButtonLink>}
      />
    )
  return <Maker key={event} me={me} known={known.data} start={filledFrom(known.data)} />
}

function Maker({ me, known, start }: { me: Me; known: EventPage | undefined; start: Filled }) {
  const { t, i18n } = useLingui()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const contacts = useQuery(contactsQuery).data?.contacts
  const [filled, setFilled] = useState(start)
  const [step, setStep] = useState<Step>("what")
  const [asked, setAsked] = useState<ReadonlySet<Step>>(new Set())
  const head = useRef<HTMLHeadingElement>(null)
  /** The event once it is stored: when something fails after that, the next try goes on with the same one. */
  const stored = useRef(known?.card.id ?? null)
  const sent = useRef<File | null>(null)
  const local = useLocalPicture(filled.picture)
  const published = known !== undefined && known.card.state !== "draft"
  const before = published ? Date.parse(known.card.starts_at) : undefined
  const problems = asked.has(step) ? problemsOf(step, filled, line.serverNow(), before) : {}
  const set = (change: Partial<Filled>) => setFilled((old) => ({ ...old, ...change }))
  const names = { what: t`What`, when: t`When`, who: t`For whom`, preview: t`Preview` }

  const [base, setBase] = useState({ filled: start, revision: known?.revision ?? null })
  const [conflict, setConflict] = useState<Conflict | null>(null)
  const [others, setOthers] = useState<readonly Colleague[]>(
    known ? [...known.contacts, ...known.cohosts] : [],
  )

  /** Somebody else was first: what they wrote is put beside one's own, and nothing of either is lost. */
  async function putTogether(refusal: Refusal) {
    if (known === undefined) return
    const page = await queries.fetchQuery({ ...eventQuery(known.card.id), staleTime: 0 })
    const theirs = filledFrom(page)
    const { filled: whole, taken, both } = merged(base.filled, filled, theirs)
    setFilled(whole)
    setOthers([...page.contacts, ...page.cohosts])
    setBase({ filled: theirs, revision: page.revision })
    setConflict({ by: String(refusal.params.name ?? ""), theirs, taken, both })
    go("what")
  }

  /** Before the words beside it, if there is one to send; which revision of the event is the newest now. */
  async function sendPicture(): Promise<number | null> {
    const { picture, pictureGone, pictureThere } = filled
    let page: EventPage
    if (picture !== null && picture !== sent.current) {
      // A picture belongs to an event: a new one is a draft until its picture is there.
      stored.current ??= (await save(null, bodyOf(filled, false))).card.id
      page = await givePicture(stored.current, picture, base.revision)
      sent.current = picture
    } else if (pictureGone && pictureThere !== null && stored.current !== null)
      page = await takePicture(stored.current, base.revision)
    else return base.revision
    // It is there now, whatever becomes of the words.
    const { revision, card } = page
    setFilled((old) => ({ ...old, pictureThere: card.picture }))
    setBase((old) => ({ filled: { ...old.filled, pictureThere: card.picture }, revision }))
    return revision
  }

  const saving = useMutation({
    mutationFn: async (publish: boolean) => {
      const revision = await sendPicture()
      return save(stored.current, bodyOf(filled, publish, revision))
    },
    onError: (error) => {
      if (isConflict(error)) void putTogether(error)
    },
    onSuccess: (page) => {
      queries.setQueryData(eventQuery(page.card.id).queryKey, page)
      void queries.invalidateQueries({ queryKey: ["events"] })
      toasts.say(
        page.card.state === "draft"
          ? t`The draft is saved.`
          : published
            ? t`Saved.`
            : t`The event is published.`,
      )
      navigate(`/events/${page.card.id}`)
    },
  })

  function go(wanted: Step) {
    // What has no start has no preview.
    const to = wanted === "preview" && !Number.isFinite(startOf(filled)) ? "when" : wanted
    if (to !== wanted) setAsked((old) => new Set([...old, to]))
    setStep(to)
    // The next step begins where its heading is: a reader hears it, and the page shows its top.
    requestAnimationFrame(() => head.current?.focus())
  }

  function next(event: FormEvent) {
    event.preventDefault()
    const now = line.serverNow()
    setAsked((old) => new Set([...old, step]))
    if (Object.keys(problemsOf(step, filled, now, before)).length > 0) return
    if (step !== "preview") {
      go(STEPS[STEPS.indexOf(step) + 1] ?? step)
      return
    }
    const unfinished = firstUnfinished(filled, now, before)
    if (unfinished === null) saving.mutate(true)
    else {
      setAsked(new Set(STEPS))
      go(unfinished)
    }
  }

  return (
    <form className={styles.make} onSubmit={next} noValidate>
      <h1>{published ? <Trans>Edit an event</Trans> : <Trans>Create an event</Trans>}</h1>
      <ol className={styles.steps}>
        {STEPS.map((one, index) => (
          <li key={one}>
            <button
              type="button"
              className={classes(styles.step, one === step && styles.here)}
              aria-current={one === step ? "step" : undefined}
              onClick={() => go(one)}
            >
              <span>{index + 1}</span> {names[one]}
            </button>
          </li>
        ))}
      </ol>
      {conflict && (
        <Meanwhile
          conflict={conflict}
          filled={filled}
          people={[...others, ...(contacts ?? [])]}
          pictures={{ theirs: known ? pictureOf(known.card, true) : null, mine: local }}
          onTake={(key) =>
            set(key === "picture" ? { picture: null, pictureGone: false } : { [key]: conflict.theirs[key] })
          }
        />
      )}
      {saving.error && !isConflict(saving.error) && (
        <Banner kind="bad" alert>
          {explain(i18n, saving.error)}
        </Banner>
      )}
      <h2 ref={head} tabIndex={-1} className={styles.head}>
        {names[step]}
      </h2>
      {step === "preview" ? (
        <Event page={previewOf(filled, me, withContacts(known, contacts))} preview={{ picture: local }} />
      ) : (
        <div className={classes(card.card, card.pad, styles.fields)}>
          {step === "what" && <What filled={filled} set={set} problems={problems} />}
          {step === "when" && <When filled={filled} set={set} problems={problems} card={known?.card} />}
          {step === "who" && <Who filled={filled} set={set} problems={problems} contacts={contacts} />}
        </div>
      )}
      <div className={styles.buttons}>
        {step !== "what" && (
          <Button icon="caret-left" onPress={() => go(STEPS[STEPS.indexOf(step) - 1] ?? step)}>
            <Trans context="step">Back</Trans>
          </Button>
        )}
        <Button type="submit" look="main" isPending={saving.isPending && saving.variables}>
          {step !== "preview" ? (
            <Trans context="step">Next</Trans>
          ) : published ? (
            <Trans>Save the changes</Trans>
          ) : (
            <Trans>Publish</Trans>
          )}
        </Button>
        {!published && (
          <Button
            look="quiet"
            isPending={saving.isPending && !saving.variables}
            isDisabled={!Number.isFinite(startOf(filled)) || "capacity" in problemsOf("who", filled, 0)}
            onPress={() => saving.mutate(false)}
          >
            <Trans>Save as a draft</Trans>
          </Button>
        )}
      </div>
      {published && (
        <p className={styles.soft}>
          <Trans>Everybody who joined or waits hears of a change.</Trans>
        </p>
      )}
    </form>
  )
}

const isConflict = (error: unknown): error is Refusal =>
  error instanceof Refusal && error.code === "event_changed_meanwhile"

/** The preview names co-hosts, who are contacts. */
function withContacts(
  known: EventPage | undefined,
  contacts: EventPage["contacts"] | undefined,
): EventPage | undefined {
  return known && { ...known, contacts: [...known.contacts, ...(contacts ?? [])] }
}
