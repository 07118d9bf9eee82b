/** Points on the browser's timeline: benchmarks measure joining between these two. */
export const CLICK = "conference:click"
export const FIRST_FRAME = "conference:first-frame"

export function clickedJoin(): void {
  performance.clearMarks(CLICK)
  performance.clearMarks(FIRST_FRAME)
  performance.mark(CLICK)
}

/** Mark the first frame that came over the line, once after each click. Gives back how to stop waiting for it. */
export function sawFirstFrame(video: HTMLVideoElement): () => void {
  if (performance.getEntriesByName(FIRST_FRAME).length > 0 || !("requestVideoFrameCallback" in video))
    return () => undefined
  const handle = video.requestVideoFrameCallback(() => {
    if (performance.getEntriesByName(FIRST_FRAME).length === 0) performance.mark(FIRST_FRAME)
  })
  return () => video.cancelVideoFrameCallback(handle)
}

declare global {
  interface Window {
    twinspace?: { media?: { stats: () => Promise<unknown[]> } } | undefined
  }
}
