import { expect, test } from "vitest"
import type { ConferenceDocument, DocumentList } from "../../live"
import { moved, withDocument, withoutDocument } from "./list"

const document = (
  id: string,
  position: number,
  change: Partial<ConferenceDocument> = {},
): ConferenceDocument => ({
  id,
  title: id,
  kind: "pdf",
  size: 1,
  position,
  state: "ready",
  pages_done: 1,
  pages_all: 1,
  problem: null,
  text: "",
  may_retry: false,
  downloadable: false,
  cover: null,
  ...change,
})

const list = (...documents: ConferenceDocument[]): DocumentList => ({
  documents,
  office: true,
  most_mb: 50,
  most_pages: 200,
})

const titles = ({ documents }: DocumentList) => documents.map(({ id }) => id)

test("a document that changes stays in its place, a new one comes to its own", () => {
  const two = list(document("rivers", 0), document("seas", 2))
  expect(titles(withDocument(two, document("lakes", 1)))).toEqual(["rivers", "lakes", "seas"])
  const renamed = withDocument(two, document("rivers", 0, { title: "Big rivers" }))
  expect(renamed.documents[0]?.title).toBe("Big rivers")
  expect(titles(withDocument(two, document("rivers", 3)))).toEqual(["seas", "rivers"])
})

test("a deleted document is gone", () => {
  expect(titles(withoutDocument(list(document("rivers", 0), document("seas", 1)), "rivers"))).toEqual([
    "seas",
  ])
})

test("a document goes up and down by one, and stays at the ends", () => {
  const three = ["a", "b", "c"].map((id, place) => document(id, place))
  expect(moved(three, "b", -1)).toEqual(["b", "a", "c"])
  expect(moved(three, "b", 1)).toEqual(["a", "c", "b"])
  expect(moved(three, "a", -1)).toEqual(["a", "b", "c"])
  expect(moved(three, "c", 1)).toEqual(["a", "b", "c"])
})
