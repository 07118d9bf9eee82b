import { useLingui } from "@lingui/react/macro"
import type { Participant } from "../../live"
import { classes, Flag, Icon } from "../../ui"
import { useHere } from "./context"
import { NetworkBars } from "./NetworkBars"
import styles from "./tile.module.css"

export interface NamePlateProps {
  participant: Participant
  own: boolean
  source: "camera" | "screen"
  large?: boolean
}

/** Name, flag, microphone, and the line when it is not good; all of it is in the tile's own words, too. */
export function NamePlate({ participant, own, source, large }: NamePlateProps) {
  const { person, microphone, network } = participant
  return (
    <figcaption className={styles.plate} aria-hidden="true">
      {person.country && <Flag country={person.country} code={false} size="s" />}
      <span>
        <bdi>{useName(participant, own, source, large)}</bdi>
      </span>
      <Icon
        name={microphone ? "microphone-fill" : "microphone-slash-fill"}
        className={classes(!microphone && styles.off)}
      />
      {network !== "good" && <NetworkBars network={network} />}
    </figcaption>
  )
}

function useName(
  { person, class_list }: Participant,
  own: boolean,
  source: "camera" | "screen",
  large?: boolean,
): string {
  const { t } = useLingui()
  const { event } = useHere()
  const { name } = person
  const classmates = class_list.length
  if (own) return t`${name} (you)`
  if (source === "screen") return t`${name} shares the screen`
  if (classmates > 0) return t`${name} + ${classmates}`
  return large && person.kind === "teacher" && !event ? t`${name}, teacher` : name
}
