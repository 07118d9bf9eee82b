import type { Media } from "../../live/media"

/** Tell each time sound and picture were away and are back, with the time since when; until the function is called. */
export function onReturn(
  media: Pick<Media, "subscribe" | "read">,
  now: () => number,
  returned: (since: number) => void,
): () => void {
  let seen = media.read().returns
  let since: number | null = null
  return media.subscribe(() => {
    const { state, returns } = media.read()
    if (state === "interrupted") since ??= now()
    if (returns > seen) returned(since ?? now())
    if (state === "connected") since = null
    seen = returns
  })
}
