import type { Finding } from "../../live"

export interface Part {
  key: number
  text: string
  found: boolean
}

/** The text cut at what was found in it. The server counts characters of Unicode, the browser halves of some. */
export function marked(text: string, findings: readonly Finding[]): Part[] {
  const characters = Array.from(text)
  const parts: Part[] = []
  let at = 0
  const push = (end: number, found: boolean) => {
    if (end > at) parts.push({ key: at, text: characters.slice(at, end).join(""), found })
    at = Math.max(at, end)
  }
  for (const { start, end } of [...findings].sort((a, b) => a.start - b.start)) {
    push(start, false)
    push(end, true)
  }
  push(characters.length, false)
  return parts
}
