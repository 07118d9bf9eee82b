import { useLingui } from "@lingui/react/macro"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useEffect } from "react"
import { type DocumentList as Documents, type Id, line, type Slides } from "../../live"
import { Skeleton } from "../../ui"
import { documentsQuery } from "./api"
import { DocumentRow } from "./DocumentRow"
import styles from "./documents.module.css"
import { withDocument, withoutDocument } from "./list"

export interface DocumentListProps {
  conference: Id
  slides: Slides | null
  /** Called once a document is on stage; null where none can be put there. */
  onShown: (() => void) | null
}

/** The documents in their order, each as it is at this moment. */
export function DocumentList({ conference, slides, onShown }: DocumentListProps) {
  const { t } = useLingui()
  const { data, isPending } = useQuery(documentsQuery(conference))
  useNews(conference)
  // As high as what stands there most often, so that nothing moves when it comes.
  if (isPending) return <Skeleton lines={1} />
  const documents = data?.documents ?? []
  if (documents.length === 0) {
    return <p className={styles.none}>{t`There are no documents yet. Upload the first one above.`}</p>
  }
  return (
    <ul className={styles.list}>
      {documents.map((document) => (
        <DocumentRow key={document.id} {...{ conference, document, documents, slides, onShown }} />
      ))}
    </ul>
  )
}

/** What the server tells of documents goes straight into the list. */
function useNews(conference: Id): void {
  const queries = useQueryClient()
  useEffect(() => {
    const { queryKey } = documentsQuery(conference)
    const change = (how: (list: Documents) => Documents) =>
      queries.setQueryData(queryKey, (list) => list && how(list))
    const stops = [
      line.on("document.changed", (news) => {
        if (news.conference === conference) change((list) => withDocument(list, news.document))
      }),
      line.on("document.deleted", (news) => {
        if (news.conference === conference) change((list) => withoutDocument(list, news.document))
      }),
      line.onOpen(() => void queries.invalidateQueries({ queryKey })),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [queries, conference])
}
