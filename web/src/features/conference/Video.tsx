import { useEffect, useRef } from "react"
import { classes } from "../../ui"
import { sawFirstFrame } from "./marks"
import styles from "./video.module.css"

export interface VideoProps {
  stream: MediaStream
  /** One's own camera is seen as in a mirror. */
  mirrored?: boolean
  /** A shared screen is shown whole, a face fills its tile. */
  whole?: boolean
  /** It came over the line: the first such frame ends the measurement of joining. */
  remote?: boolean
}

/** A moving picture without sound: sound has its own elements. */
export function Video({ stream, mirrored, whole, remote }: VideoProps) {
  const element = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    const video = element.current
    if (!video) return
    video.srcObject = stream
    void video.play().catch(() => undefined)
    return remote ? sawFirstFrame(video) : undefined
  }, [stream, remote])
  return (
    <video
      ref={element}
      className={classes(styles.video, mirrored && styles.mirrored, whole && styles.whole)}
      autoPlay
      playsInline
      muted
      aria-hidden="true"
      tabIndex={-1}
    />
  )
}
