import styles from "./Brand.module.css"

/** The twin tile mark. */
export function Mark({ size = 32 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 40 40" aria-hidden="true">
      <path fill="#ffc629" d="M0 20A20 20 0 0 1 20 0V20Z" />
      <path fill="#5ccba3" d="M40 20A20 20 0 0 1 20 40V20Z" />
      <circle cx="30" cy="10" r="6.5" fill="#f4f7f4" />
      <path fill="#f4f7f4" fillOpacity=".28" d="M0 20H20V40A20 20 0 0 1 0 20Z" />
    </svg>
  )
}

/** Mark and name; stands on the green bar. */
export function Brand() {
  return (
    <span className={styles.brand} translate="no">
      <Mark />
      <span>TwinSpace Live</span>
    </span>
  )
}
