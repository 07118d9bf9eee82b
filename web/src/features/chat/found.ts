/** A piece of a text that was found: the words looked for are marked. */
export interface Part {
  text: string
  hit: boolean
}

const ALIKE: Record<string, string> = {
  ı: "i",
  ə: "e",
  ł: "l",
  ø: "o",
  đ: "d",
  ð: "d",
  þ: "th",
  æ: "ae",
  œ: "oe",
  ħ: "h",
  ґ: "г",
  ى: "ي",
  ی: "ي",
  ة: "ه",
  ک: "ك",
  ß: "ss",
  ς: "σ",
}

/** Without accents and case, as the server folds words (`server/chat/words.py`). */
export function folded(text: string): string {
  return [...text.normalize("NFKD").toLowerCase()]
    .filter((sign) => !/\p{M}|\p{Cf}/u.test(sign))
    .map((sign) => ALIKE[sign] ?? sign)
    .join("")
}

const WORD = /[\p{L}\p{M}\p{N}\p{Cf}]+/gu
const AROUND = 70

/** The part of a text around what was found, so that a long message shows why it is in the list. */
export function excerpt(text: string, asked: string): Part[] {
  const wanted = (folded(asked).match(WORD) ?? []).filter(Boolean)
  const hits = [...text.matchAll(WORD)].filter(([word]) => wanted.some((one) => begins(folded(word), one)))
  const first = hits[0]?.index ?? 0
  const from = first > AROUND ? text.lastIndexOf(" ", first - AROUND / 2) + 1 : 0
  const to = Math.min(text.length, from + 3 * AROUND)
  const parts: Part[] = []
  let at = from
  for (const { index, 0: word } of hits) {
    if (index < at || index >= to) continue
    if (index > at) parts.push({ text: text.slice(at, index), hit: false })
    parts.push({ text: word, hit: true })
    at = index + word.length
  }
  if (at < to) parts.push({ text: text.slice(at, to), hit: false })
  if (from > 0) parts.unshift({ text: "…", hit: false })
  if (to < text.length) parts.push({ text: "…", hit: false })
  return parts
}

const begins = (word: string, start: string) => (start.length > 1 ? word.startsWith(start) : word === start)
