import type { ConferenceDocument, DocumentList, Id } from "../../live"

/** The list with a document as it is now: changed where it stands, or new in its place. */
export function withDocument(list: DocumentList, document: ConferenceDocument): DocumentList {
  const others = list.documents.filter(({ id }) => id !== document.id)
  const documents = [...others, document].sort((a, b) => a.position - b.position || a.id.localeCompare(b.id))
  return { ...list, documents }
}

export function withoutDocument(list: DocumentList, document: Id): DocumentList {
  return { ...list, documents: list.documents.filter(({ id }) => id !== document) }
}

/** The ids in their order after one of them went up or down by one. */
export function moved(documents: readonly ConferenceDocument[], document: Id, by: 1 | -1): Id[] {
  const ids = documents.map(({ id }) => id)
  const from = ids.indexOf(document)
  const to = from + by
  const other = ids[to]
  if (from < 0 || other === undefined) return ids
  ids[to] = document
  ids[from] = other
  return ids
}
