import { useLingui } from "@lingui/react/macro"
import { useEffect, useState } from "react"
import styles from "./Skeleton.module.css"

/** True after 300 ms: what loads faster shows no grey shapes at all. */
export function useLate(ms = 300): boolean {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), ms)
    return () => clearTimeout(timer)
  }, [ms])
  return late
}

export interface SkeletonProps {
  /** One line of text each, or rows with a picture. */
  lines?: number
  pictures?: boolean
}

/** Still grey shapes where something will be. */
export function Skeleton({ lines = 3, pictures = false }: SkeletonProps) {
  const { t } = useLingui()
  const late = useLate()
  if (!late) return null
  return (
    <div className={styles.skeleton} role="status" aria-label={t`Loading`}>
      {Array.from({ length: lines }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: all alike
        <div key={index} className={styles.row}>
          {pictures && <span className={styles.picture} />}
          <span className={styles.bone} />
        </div>
      ))}
    </div>
  )
}
