import type { I18n, MessageDescriptor } from "@lingui/core"
import { msg, plural } from "@lingui/core/macro"
import { type ConferenceDocument, Refusal } from "../../live"
import { explain } from "../../ui"

/** Why a document is refused, or has no pages, in the reader's words. */
const PROBLEMS: Record<string, MessageDescriptor> = {
  document_type: msg`Documents are PDF, PowerPoint, Word, Excel or OpenDocument slides, and PNG or JPEG pictures.`,
  has_macros: msg`This document contains macros. Save it without them, then upload it.`,
  has_eps: msg`This document contains a PostScript picture. Replace it by a PNG or JPEG, then upload it.`,
  document_locked: msg`This document is protected by a password. Save it without one, then upload it.`,
  document_damaged: msg`This file is damaged.`,
  document_too_large_inside: msg`This file unpacks to more than we can handle.`,
  document_empty: msg`There is no page in this document.`,
  too_many_pages: msg`A document has at most 200 pages. Split it into parts.`,
  image_too_large: msg`This picture is too large. Make it smaller, then upload it.`,
  office_unavailable: msg`Office files cannot be converted here; upload a PDF.`,
  conversion_failed: msg`The pages could not be drawn. Try again, or upload the document as a PDF.`,
  conversion_too_long: msg`Drawing the pages took too long. Try again, or upload the document as a PDF.`,
  converter_stopped: msg`The converter was stopped before it was done. Try again.`,
  too_many_documents: msg`There are enough documents: at most {most}.`,
  documents_full: msg`There is no room left for documents here. Delete some first.`,
  document_not_ready: msg`The pages of this document are not ready yet.`,
  no_such_page: msg`This document has {most} pages.`,
  not_retryable: msg`This document cannot be converted again. Upload it anew.`,
  nothing_on_stage: msg`There are no slides on stage.`,
  page_full_of_lines: msg`There is no room for more lines on this page. Clear some first.`,
  forbidden: msg`Only those who lead and those who present may do this here.`,
  paused: msg`Everything is paused. It goes on by itself.`,
  file_too_big: msg`A file may have at most {most} MB.`,
}

export function explainDocument(i18n: I18n, error: unknown): string {
  const words = error instanceof Refusal ? PROBLEMS[error.code] : undefined
  return words && error instanceof Refusal
    ? i18n._(words.id, error.params, { message: words.message ?? error.text })
    : explain(i18n, error)
}

/** Where a document stands, in a few words. */
export function stateText(i18n: I18n, document: ConferenceDocument): string {
  const { state, pages_done: done, pages_all: all } = document
  if (state === "failed") {
    const words = PROBLEMS[document.problem ?? ""]
    return words ? i18n._(words) : document.text
  }
  if (state === "ready")
    return i18n._(msg`${plural(done, { one: "# page, ready to show", other: "# pages, ready to show" })}`)
  if (all === null)
    return state === "waiting" ? i18n._(msg`Waits for its turn`) : i18n._(msg`Is being opened`)
  const next = Math.min(done + 1, all)
  return i18n._(msg`Page ${next} of ${all} is being drawn`)
}
