import { useMemo } from "react"
import styles from "./Avatar.module.css"
import { classes } from "./classes"
import { Figures } from "./TwinTile"
import { avatarFigures, familyOf, seedOf } from "./tiles"

export interface Pictured {
  id: string
  name: string
  kind: "teacher" | "pupil" | "guest" | "staff" | "moderator"
}

export interface AvatarProps {
  person: Pictured
  size?: "xs" | "s" | "m" | "l" | "xl"
  className?: string
}

const TINTS = 6

/** First letters of the first and the last name. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean)
  const ends = words.length > 1 ? [words[0], words[words.length - 1]] : words
  return ends.map((word) => [...(word ?? "")][0]?.toLocaleUpperCase() ?? "").join("")
}

/** Adults are round with initials, pupils are square with a drawn tile. The name always stands beside it. */
export function Avatar({ person, size = "m", className }: AvatarProps) {
  return person.kind === "pupil" ? (
    <PupilTile id={person.id} className={classes(styles.avatar, styles[size], className)} />
  ) : (
    <span
      className={classes(
        styles.avatar,
        styles.adult,
        styles[size],
        styles[`tint${seedOf(person.id) % TINTS}`],
        className,
      )}
      aria-hidden="true"
    >
      {initials(person.name)}
    </span>
  )
}

function PupilTile({ id, className }: { id: string; className: string }) {
  const figures = useMemo(() => avatarFigures(id), [id])
  return (
    <span className={className} aria-hidden="true">
      <svg viewBox="0 0 40 40">
        <rect width="40" height="40" fill={familyOf(id)[0]} />
        <Figures figures={figures} radius={6.5} />
      </svg>
    </span>
  )
}
