import type { Id, Message } from "../../live"

/** A piece of a message: plain words, an amount with its unit, a link, or somebody's name. */
export type Piece =
  | { kind: "words" | "amount" | "link"; text: string }
  | { kind: "mention"; text: string; user: Id }

export interface Named {
  id: Id
  name: string
}

const LINK = /https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]]/g

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufefc]/
/** A number with its unit: in a right-to-left line it would fall apart. */
const AMOUNT = /[+-]?\d+(?:[.,:]\d+)*\s?(?:°[CF]|%|[A-Za-z]{1,3}\b)/g

/** Cut a message at its links and at the names of those it mentions. Nothing is ever read as markup. */
export function pieces(text: string, mentioned: readonly Named[]): Piece[] {
  const named = cut(text, LINK, "link").flatMap((piece) =>
    piece.kind === "words" ? cutMentions(piece.text, mentioned) : [piece],
  )
  if (!RIGHT_TO_LEFT.test(text)) return named
  return named.flatMap((piece) => (piece.kind === "words" ? cut(piece.text, AMOUNT, "amount") : [piece]))
}

function cut(text: string, what: RegExp, kind: "link" | "amount"): Piece[] {
  const found: Piece[] = []
  let from = 0
  for (const match of text.matchAll(what)) {
    if (match.index > from) found.push({ kind: "words", text: text.slice(from, match.index) })
    found.push({ kind, text: match[0] })
    from = match.index + match[0].length
  }
  if (from < text.length) found.push({ kind: "words", text: text.slice(from) })
  return found
}

function cutMentions(text: string, mentioned: readonly Named[]): Piece[] {
  const names = mentioned
    .flatMap(({ id, name }) => [name, name.split(" ")[0] ?? name].map((form) => ({ id, form: `@${form}` })))
    .sort((a, b) => b.form.length - a.form.length)
  const found: Piece[] = []
  let words = ""
  let at = 0
  while (at < text.length) {
    const hit = text[at] === "@" ? names.find(({ form }) => text.startsWith(form, at)) : undefined
    if (!hit) {
      words += text[at]
      at += 1
      continue
    }
    if (words) found.push({ kind: "words", text: words })
    words = ""
    found.push({ kind: "mention", text: hit.form, user: hit.id })
    at += hit.form.length
  }
  if (words) found.push({ kind: "words", text: words })
  return found
}

/** Whom a text names with @: full names first, first names where only one person has it. */
export function mentionsIn(text: string, people: readonly Named[]): Id[] {
  const named = new Set<Id>()
  for (const piece of cutMentions(text, people)) {
    if (piece.kind !== "mention") continue
    const called = people.filter(
      ({ name }) => `@${name}` === piece.text || `@${name.split(" ")[0]}` === piece.text,
    )
    if (called.length === 1 && called[0]) named.add(called[0].id)
    else if (called.some(({ name }) => `@${name}` === piece.text)) named.add(piece.user)
  }
  return [...named]
}

/** Whom another text of a message names: of those it named before, also who has left since. */
export function mentionsAfter(
  text: string,
  { mentions }: Pick<Message, "mentions">,
  people: readonly Named[],
  messages: readonly Pick<Message, "author">[],
): Id[] {
  const named = messages.map(({ author }) => author).filter(({ id }) => mentions.includes(id))
  return mentionsIn(text, [...new Map([...named, ...people].map((one) => [one.id, one])).values()])
}

/** The name being typed after an @ just before the caret, if there is one. */
export function mentionAt(text: string, caret: number): { from: number; typed: string } | null {
  const match = /(^|\s)@([^\s@]*(?: [^\s@]*)?)$/u.exec(text.slice(0, caret))
  return match ? { from: match.index + (match[1]?.length ?? 0), typed: match[2] ?? "" } : null
}

/** One to three emoji and nothing else: shown large. */
export function isOnlyEmoji(text: string): boolean {
  return /^(\p{Extended_Pictographic}[\u{1F3FB}-\u{1F3FF}\uFE0F\u200D]*){1,3}$/u.test(text.replace(/\s/g, ""))
}
