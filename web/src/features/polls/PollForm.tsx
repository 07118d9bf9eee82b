import { useLingui } from "@lingui/react/macro"
import { useState } from "react"
import { type Poll, type PollPage, Refusal } from "../../live"
import { Banner, Button, Check, Field, IconButton, Select } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { Radios } from "../../ui/Radios"
import { edit, list, make } from "./api"
import type { Desk, PagesToChoose } from "./Drafts"
import styles from "./polls.module.css"
import { explainPoll } from "./words"

const MOST_OPTIONS = 10

export interface PollFormProps {
  desk: Desk
  /** What is edited; a new one otherwise. */
  draft?: Poll | null
  open: boolean
  onClose: () => void
}

/** A draft: the question, its answers, and who will know. */
export function PollForm({ open, onClose, draft, desk }: PollFormProps) {
  const { t } = useLingui()
  return (
    <Dialog title={draft ? t`Edit the draft` : t`New poll`} open={open} onClose={onClose} wide>
      <Fields desk={desk} draft={draft ?? null} onClose={onClose} />
    </Dialog>
  )
}

function Fields({ desk, draft, onClose }: { desk: Desk; draft: Poll | null; onClose: () => void }) {
  const { t, i18n } = useLingui()
  const [question, setQuestion] = useState(draft?.question ?? "")
  const [options, setOptions] = useState(draft?.options.map(({ text }) => text) ?? ["", ""])
  const [multiple, setMultiple] = useState(draft?.multiple ?? false)
  const [names, setNames] = useState(draft && !draft.anonymous ? "named" : "anonymous")
  const [page, setPage] = useState(draft?.page ?? null)
  const [error, setError] = useState<unknown>(null)
  const [saving, setSaving] = useState(false)
  const [revision, setRevision] = useState(draft?.revision ?? null)
  const [theirs, setTheirs] = useState<Poll | null>(null)
  const write = (place: number, text: string) =>
    setOptions(options.map((option, one) => (one === place ? text : option)))
  const save = async () => {
    setSaving(true)
    const filled = options.filter((option) => option.trim() !== "")
    // A document that is gone takes its page along.
    const gone = desk.documents?.every(({ id }) => id !== page?.document)
    const body = {
      question,
      options: filled,
      multiple,
      anonymous: names === "anonymous",
      page: gone ? null : page,
      revision,
    }
    try {
      await (draft ? edit(desk.conference, draft.id, body) : make(desk.conference, body))
      desk.onChanged?.()
      onClose()
    } catch (refused) {
      if (draft && refused instanceof Refusal && refused.code === "poll_changed_meanwhile") {
        const now = (await list(desk.conference)).polls.find(({ id }) => id === draft.id) ?? null
        setTheirs(now)
        setRevision(now?.revision ?? null)
        desk.onChanged?.()
      }
      setError(refused)
      setSaving(false)
    }
  }
  const take = () => {
    if (!theirs) return
    setQuestion(theirs.question)
    setOptions(theirs.options.map(({ text }) => text))
    setMultiple(theirs.multiple)
    setNames(theirs.anonymous ? "anonymous" : "named")
    setPage(theirs.page)
    setTheirs(null)
    setError(null)
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <div className={styles.form}>
        {error !== null && (
          <Banner kind="bad" alert>
            {explainPoll(i18n, error)}
          </Banner>
        )}
        {theirs && (
          <div className={styles.theirs}>
            <p>{t`Nothing is lost: your text is still here. Save again to keep it, or take theirs:`}</p>
            <blockquote dir="auto">
              <b>{theirs.question}</b>
              <br />
              {theirs.options.map(({ text }) => text).join(" · ")}
            </blockquote>
            <Button size="small" onPress={take}>{t`Take theirs`}</Button>
          </div>
        )}
        <Field
          label={t`Question`}
          value={question}
          onChange={setQuestion}
          maxLength={300}
          isRequired
          autoFocus
        />
        <fieldset className={styles.answers}>
          <legend>{t`Answers`}</legend>
          {options.map((option, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an answer is its place
            <div key={place} className={styles.answer}>
              <Field
                label={t`Answer ${place + 1}`}
                hideLabel
                placeholder={t`Answer ${place + 1}`}
                value={option}
                onChange={(text) => write(place, text)}
                maxLength={120}
              />
              {options.length > 2 && (
                <IconButton
                  small
                  icon="x"
                  label={t`Remove answer ${place + 1}`}
                  onPress={() => setOptions(options.filter((_, one) => one !== place))}
                />
              )}
            </div>
          ))}
          {options.length < MOST_OPTIONS && (
            <Button size="small" icon="plus" onPress={() => setOptions([...options, ""])}>
              {t`One more answer`}
            </Button>
          )}
        </fieldset>
        <Check isSelected={multiple} onChange={setMultiple}>
          {t`Several answers may be chosen`}
        </Check>
        <Radios
          label={t`Who will know who chose what?`}
          value={names}
          onChange={setNames}
          options={[
            { value: "anonymous", label: t`Nobody` },
            { value: "named", label: t`Those who lead` },
          ]}
        />
        <PageChoice page={page} documents={desk.documents} onChange={setPage} />
      </div>
      <DialogButtons>
        <Button onPress={onClose}>{t`Cancel`}</Button>
        <Button type="submit" look="main" isPending={saving}>
          {draft ? t`Save` : t`Save as a draft`}
        </Button>
      </DialogButtons>
    </form>
  )
}

interface PageChoiceProps {
  page: PollPage | null
  documents: readonly PagesToChoose[] | undefined
  onChange: (page: PollPage | null) => void
}

/** With which page of a document it is offered. */
function PageChoice({ page, documents, onChange }: PageChoiceProps) {
  const { t } = useLingui()
  const document = documents?.find(({ id }) => id === page?.document)
  if (!documents?.length) return null
  return (
    <div className={styles.page}>
      <Select
        label={t`With which page do you want to ask it?`}
        value={document?.id ?? ""}
        onChange={(id) => onChange(id ? { document: id, page: 1 } : null)}
        options={[
          { value: "", label: t`With no page` },
          ...documents.map(({ id, title }) => ({ value: id, label: title })),
        ]}
      />
      {document && (
        <Select
          label={t`Page`}
          value={String(page?.page ?? 1)}
          onChange={(number) => onChange({ document: document.id, page: Number(number) })}
          options={Array.from({ length: document.pages }, (_, place) => ({
            value: String(place + 1),
            label: String(place + 1),
          }))}
        />
      )}
    </div>
  )
}
