import styles from "./Digits.module.css"

/** A clock that ticks without trembling: each digit has a cell of the same width. */
export function Digits({ children }: { children: string }) {
  return (
    <span className={styles.digits}>
      <span className="sr">{children}</span>
      {[...children].map((sign, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place is the identity of a digit
        <span key={place} aria-hidden="true" className={/\d/.test(sign) ? styles.digit : undefined}>
          {sign}
        </span>
      ))}
    </span>
  )
}
