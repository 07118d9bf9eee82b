import { useCallback } from "react"
import type { DocumentPages, Id } from "../../live"
import { pictureOf } from "./api"

/** Once a page is seen, the next one is brought, so that it is there when it is turned to. */
export function usePrefetch(conference: Id, document: DocumentPages, shown: number): () => void {
  return useCallback(() => {
    const next = document.pages[shown]
    if (next) new Image().src = pictureOf(conference, document.id, next.id)
  }, [conference, document, shown])
}
