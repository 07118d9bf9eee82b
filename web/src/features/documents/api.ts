import { queryOptions } from "@tanstack/react-query"
import {
  ask,
  type ChangeDocument,
  type ConferenceDocument,
  type DocumentList,
  type DocumentPages,
  type Id,
  type NewDocument,
  type Strokes,
  sendFile,
} from "../../live"

const ALL = "/api/conferences/{conference}/documents"
const ONE = `${ALL}/{document}`
/** While pages are drawn, the list is asked again, in case a word of the server did not come. */
const ASK_AGAIN_MS = 4000

export const isAtWork = ({ state }: Pick<ConferenceDocument, "state">) =>
  state === "waiting" || state === "converting"

export const documentsQuery = (conference: Id) =>
  queryOptions({
    queryKey: ["documents", conference],
    queryFn: () => ask<DocumentList>("GET", ALL, { path: { conference } }),
    refetchInterval: ({ state: { data } }) => (data?.documents.some(isAtWork) ? ASK_AGAIN_MS : false),
  })

/** The pages of a document never change: who converts it anew gives it new ones. */
export const pagesQuery = (conference: Id, document: Id) =>
  queryOptions({
    queryKey: ["document", conference, document],
    queryFn: () => ask<DocumentPages>("GET", ONE, { path: { conference, document } }),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const strokesOf = (conference: Id, document: Id, page: Id) =>
  ask<Strokes>("GET", `${ONE}/pages/{page}/strokes`, { path: { conference, document, page } })

export const upload = (conference: Id, file: File, said: NewDocument, onPart: (part: number) => void) =>
  sendFile<ConferenceDocument>(`/api/conferences/${conference}/documents`, file, said, onPart)

export const changeDocument = (conference: Id, document: Id, body: ChangeDocument) =>
  ask("PATCH", ONE, { path: { conference, document }, body })

export const orderDocuments = (conference: Id, documents: readonly Id[]) =>
  ask("PUT", `${ALL}/order`, { path: { conference }, body: { documents } })

export const retryDocument = (conference: Id, document: Id) =>
  ask("POST", `${ONE}/retry`, { path: { conference, document } })

export const deleteDocument = (conference: Id, document: Id) =>
  ask("DELETE", ONE, { path: { conference, document } })

export const originalOf = (conference: Id, document: Id) =>
  `/api/conferences/${conference}/documents/${document}/file`

export const pictureOf = (conference: Id, document: Id, page: Id, small = false) =>
  `/api/conferences/${conference}/documents/${document}/pages/${page}${small ? "/thumbnail" : ""}`
