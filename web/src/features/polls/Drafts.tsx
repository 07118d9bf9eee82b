import { plural } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import { useState } from "react"
import type { Id, Poll } from "../../live"
import { Button, Choice, IconButton, MenuButton, toasts, useAct } from "../../ui"
import { copy, make, order, remove } from "./api"
import { PollForm } from "./PollForm"
import styles from "./polls.module.css"
import { explainPoll } from "./words"

/** A document to whose pages a poll may belong. */
export interface PagesToChoose {
  id: Id
  title: string
  pages: number
}

/** Where drafts are worked on: in the room, or before it. */
export interface Desk {
  conference: Id
  /** In the room only. */
  open?: (poll: Id) => Promise<unknown>
  /** Before the room, where nobody tells of changes. */
  onChanged?: () => void
  /** Undefined until they are known. */
  documents: readonly PagesToChoose[] | undefined
}

/** What is prepared: in the room it is opened with one tap. */
export function Drafts({ drafts, desk }: { drafts: readonly Poll[]; desk: Desk }) {
  const { t } = useLingui()
  const [edited, setEdited] = useState<Poll | null>(null)
  return (
    <section className={styles.drafts} aria-label={t`Drafts`}>
      <h3>{t`Drafts`}</h3>
      <ol>
        {drafts.map((draft, place) => (
          <DraftRow
            key={draft.id}
            draft={draft}
            place={place}
            order={drafts.map(({ id }) => id)}
            desk={desk}
            onEdit={() => setEdited(draft)}
          />
        ))}
      </ol>
      <PollForm
        key={edited?.id}
        desk={desk}
        draft={edited}
        open={edited !== null}
        onClose={() => setEdited(null)}
      />
    </section>
  )
}

interface DraftRowProps {
  draft: Poll
  place: number
  order: Id[]
  desk: Desk
  onEdit: () => void
}

function DraftRow({ draft, place, order: ids, desk, onEdit }: DraftRowProps) {
  const { t } = useLingui()
  const act = useAct(explainPoll)
  const { open, conference } = desk
  const removing = useRemoval(draft, ids, desk)
  const change = async (deed: () => Promise<unknown>) => {
    await act(deed)
    desk.onChanged?.()
  }
  const count = draft.options.length
  const moved = (by: -1 | 1) => {
    const others = ids.filter((id) => id !== draft.id)
    others.splice(place + by, 0, draft.id)
    return order(conference, others)
  }
  const deeds: Record<string, () => void> = {
    edit: onEdit,
    copy: () => void change(() => copy(conference, draft.id)),
    up: () => void change(() => moved(-1)),
    down: () => void change(() => moved(1)),
    delete: () => void removing(),
  }
  return (
    <li>
      <span className={styles.draft}>
        <bdi>{draft.question}</bdi>
        <small>
          {t`${plural(count, { one: "# answer", other: "# answers" })}`}
          {" · "}
          {draft.anonymous ? t`anonymous` : t`with names`}
          <PageOf draft={draft} documents={desk.documents} />
        </small>
      </span>
      {open && (
        <Button
          size="small"
          look="main"
          aria-label={t`Open the poll: ${draft.question}`}
          onPress={() => void act(() => open(draft.id))}
        >
          {t`Open it`}
        </Button>
      )}
      <MenuButton
        aria-label={t`More about this draft`}
        onAction={(key) => deeds[key]?.()}
        button={<IconButton small icon="dots-three-vertical-bold" label={t`More: ${draft.question}`} />}
      >
        <Choice id="edit" icon="pencil-simple">{t`Edit`}</Choice>
        <Choice id="copy" icon="copy">{t`Make a copy`}</Choice>
        {place > 0 && <Choice id="up" icon="arrow-up">{t`Move up`}</Choice>}
        {place < ids.length - 1 && <Choice id="down" icon="arrow-down">{t`Move down`}</Choice>}
        <Choice id="delete" icon="trash" danger>{t`Delete`}</Choice>
      </MenuButton>
    </li>
  )
}

/** With which page it is opened. */
function PageOf({ draft: { page }, documents }: { draft: Poll } & Pick<Desk, "documents">) {
  const { t } = useLingui()
  const document = page && documents?.find(({ id }) => id === page.document)
  if (!page || !document) return null
  const { title } = document
  const number = page.page
  return (
    <>
      {" · "}
      <bdi>{t`page ${number} of ${title}`}</bdi>
    </>
  )
}

/** Deleted at once; taken back, the draft is written again and stands where it stood. */
function useRemoval(draft: Poll, ids: Id[], { conference, onChanged }: Desk): () => Promise<void> {
  const { t } = useLingui()
  const act = useAct(explainPoll)
  const again = async () => {
    const { question, multiple, anonymous, options, page } = draft
    const body = { question, multiple, anonymous, options: options.map(({ text }) => text), page }
    const made = await make(conference, body)
    await order(
      conference,
      ids.map((id) => (id === draft.id ? made.id : id)),
    )
    onChanged?.()
  }
  return async () => {
    if (!(await act(() => remove(conference, draft.id)))) return
    onChanged?.()
    toasts.say(t`The draft is deleted.`, { action: { label: t`Undo`, run: () => void act(again) } })
  }
}
