import { ownPart, type View } from "./view"

/** What has just been given to the reader, or taken away again. */
export type OwnNews = "cohost" | "presenter" | "attendee" | "captioner" | "no_captioner"

/** The reader's role while inside: coming in is no news. */
export function ownNews(before: View, after: View): OwnNews | null {
  const was = ownPart(before)
  const is = ownPart(after)
  if (!was || !is) return null
  if (was.captioner !== is.captioner) return is.captioner ? "captioner" : "no_captioner"
  return was.role === is.role || is.role === "host" ? null : is.role
}
