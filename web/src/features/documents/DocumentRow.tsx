import { useLingui as useI18n } from "@lingui/react"
import { useLingui } from "@lingui/react/macro"
import { useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { type ConferenceDocument, type Id, line, type Slides } from "../../live"
import { Button, Choice, Icon, IconButton, MenuButton, MenuLine, Tag, toasts } from "../../ui"
import {
  changeDocument,
  deleteDocument,
  documentsQuery,
  isAtWork,
  orderDocuments,
  originalOf,
  pictureOf,
  retryDocument,
} from "./api"
import { DeleteDialog, RenameDialog } from "./dialogs"
import styles from "./documents.module.css"
import { moved } from "./list"
import { explainDocument, stateText } from "./words"

export interface DocumentRowProps {
  conference: Id
  document: ConferenceDocument
  /** All of them, in their order. */
  documents: readonly ConferenceDocument[]
  slides: Slides | null
  onShown: (() => void) | null
}

/** One document: its first page, how far it is, and what can be done with it. */
export function DocumentRow({ conference, document, documents, slides, onShown }: DocumentRowProps) {
  const { t } = useLingui()
  const { i18n } = useI18n()
  const act = useAct(conference)
  const { id, title, state, cover } = document
  const onStage = slides?.document === id
  const all = document.pages_all ?? 0
  const show = () =>
    act(line.request({ type: "slides.show", conference, document: id, page: 1 })).then(
      (done) => done && onShown?.(),
    )
  return (
    <li className={styles.row} data-state={state}>
      {cover ? (
        <img className={styles.cover} src={pictureOf(conference, id, cover, true)} alt="" />
      ) : (
        <span className={styles.cover}>
          <Icon name={state === "failed" ? "warning" : "spinner-gap"} />
        </span>
      )}
      <div className={styles.about}>
        <b>
          <bdi>{title}</bdi>
        </b>
        <small className={state === "failed" ? styles.bad : undefined}>{stateText(i18n, document)}</small>
        {isAtWork(document) && all > 0 && (
          <progress value={document.pages_done} max={all} aria-label={t`Pages of ${title}`} />
        )}
      </div>
      <div className={styles.acts}>
        {onStage && (
          <Tag kind="live" icon="presentation-chart">
            {t`On stage`}
          </Tag>
        )}
        {onShown && state === "ready" && !onStage && (
          <Button
            size="small"
            icon="presentation-chart"
            aria-label={t`Show ${title}`}
            onPress={() => void show()}
          >
            {t`Show`}
          </Button>
        )}
        {document.may_retry && (
          <Button
            size="small"
            icon="arrow-clockwise"
            aria-label={t`Try ${title} again`}
            onPress={() => void act(retryDocument(conference, id))}
          >
            {t`Try again`}
          </Button>
        )}
        <More {...{ conference, document, documents, act }} />
      </div>
    </li>
  )
}

type Act = (deed: Promise<unknown>) => Promise<boolean>

/** Carry something out, say kindly when it was refused, and read the list again. */
function useAct(conference: Id): Act {
  const { i18n } = useI18n()
  const queries = useQueryClient()
  return async (deed) => {
    try {
      await deed
      return true
    } catch (error) {
      toasts.say(explainDocument(i18n, error), { kind: "bad" })
      return false
    } finally {
      void queries.invalidateQueries({ queryKey: documentsQuery(conference).queryKey })
    }
  }
}

interface MoreProps extends Pick<DocumentRowProps, "conference" | "document" | "documents"> {
  act: Act
}

function More({ conference, document, documents, act }: MoreProps) {
  const { t } = useLingui()
  const [asking, ask] = useState<"rename" | "delete" | null>(null)
  const { id, title, downloadable } = document
  const place = documents.findIndex((one) => one.id === id)
  const close = () => ask(null)
  const choose = (key: string) => {
    if (key === "rename" || key === "delete") ask(key)
    if (key === "up") void act(orderDocuments(conference, moved(documents, id, -1)))
    if (key === "down") void act(orderDocuments(conference, moved(documents, id, 1)))
    if (key === "offer") void act(changeDocument(conference, id, { downloadable: !downloadable }))
  }
  return (
    <>
      <MenuButton
        aria-label={t`More about ${title}`}
        onAction={(key) => choose(String(key))}
        button={<IconButton icon="dots-three-vertical-bold" label={t`More about ${title}`} />}
      >
        <Choice id="rename" icon="pencil-simple">{t`Rename`}</Choice>
        <Choice id="up" icon="arrow-up" isDisabled={place <= 0}>{t`Move up`}</Choice>
        <Choice id="down" icon="arrow-down" isDisabled={place >= documents.length - 1}>{t`Move down`}</Choice>
        <Choice id="offer" icon="download-simple" checked={downloadable}>
          {t`Everybody may save the original`}
        </Choice>
        <Choice id="save" icon="file-text" href={originalOf(conference, id)}>
          {t`Save the original`}
        </Choice>
        <MenuLine />
        <Choice id="delete" icon="trash" danger>{t`Delete`}</Choice>
      </MenuButton>
      <RenameDialog
        open={asking === "rename"}
        title={title}
        onClose={close}
        onRename={(title) => act(changeDocument(conference, id, { title }))}
      />
      <DeleteDialog
        open={asking === "delete"}
        title={title}
        onClose={close}
        onDelete={() => act(deleteDocument(conference, id))}
      />
    </>
  )
}
