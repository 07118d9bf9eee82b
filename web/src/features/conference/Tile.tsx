import { useLingui as useI18n } from "@lingui/react"
import { useLingui } from "@lingui/react/macro"
import type { Participant } from "../../live"
import { Avatar, Button, classes, countryName, Flag, Icon } from "../../ui"
import { useHere, useMedia, useOwn, useView } from "./context"
import styles from "./tile.module.css"
import { useSwitchSource } from "./useSwitchSource"
import { Video } from "./Video"
import { handNumber } from "./view"

export interface TileProps {
  participant: Participant
  large?: boolean
  /** The large tile may show the screen that somebody shares. */
  source?: "camera" | "screen"
}

/** Somebody inside: picture or avatar, name plate, microphone, hand, line. */
export function Tile({ participant, large, source = "camera" }: TileProps) {
  const { you } = useHere()
  const view = useView()
  const { person, microphone, away } = participant
  const picture = usePicture(participant, source)
  const own = person.id === you.id
  const hand = handNumber(view, person.id)
  const speaking = microphone && view.speakers.includes(person.id)
  const words = useWords(participant, own, source, hand)
  return (
    <figure
      className={classes(
        styles.tile,
        large && styles.large,
        speaking && styles.speaking,
        away && styles.away,
      )}
      aria-label={words}
      data-user={person.id}
    >
      {own && source === "screen" ? (
        <OwnScreen />
      ) : picture ? (
        <Video
          stream={picture}
          mirrored={own && source === "camera"}
          whole={source === "screen"}
          remote={!own}
        />
      ) : (
        <Avatar person={person} size={large ? "xl" : "m"} className={styles.face} />
      )}
      {away && <LineLost />}
      {hand !== null && (
        <span className={styles.hand} aria-hidden="true">
          <Icon name="hand-palm-fill" />
          {hand}
        </span>
      )}
      <NamePlate participant={participant} own={own} source={source} large={large} />
    </figure>
  )
}

function usePicture(
  { person, camera, screen }: Participant,
  source: "camera" | "screen",
): MediaStream | null {
  const { you, media } = useHere()
  const own = useOwn()
  // Subscribes to the slots: the picture appears when one flows.
  useMedia()
  if (!(source === "screen" ? screen : camera)) return null
  return person.id === you.id ? own[source].stream : media.picture(person.id, source)
}

/** One's own screen is not shown to oneself: it would show itself in itself. */
function OwnScreen() {
  const { t } = useLingui()
  const switchSource = useSwitchSource()
  return (
    <div className={styles.sharing}>
      <Icon name="screencast-fill" />
      <p>{t`The others see your screen.`}</p>
      <Button look="bright" onPress={() => switchSource("screen", false)}>
        {t`Stop sharing`}
      </Button>
    </div>
  )
}

function LineLost() {
  const { t } = useLingui()
  return (
    <span className={styles.lost}>
      <Icon name="cell-signal-slash" />
      {t`Line lost`}
    </span>
  )
}

function NamePlate({
  participant,
  own,
  source,
  large,
}: {
  participant: Participant
  own: boolean
  source: "camera" | "screen"
  large?: boolean
}) {
  const { t } = useLingui()
  const { person, microphone } = participant
  const { name } = person
  const words = own
    ? t`${name} (you)`
    : source === "screen"
      ? t`${name} shares the screen`
      : large && person.kind === "teacher"
        ? t`${name}, teacher`
        : name
  return (
    <figcaption className={styles.plate} aria-hidden="true">
      {person.country && <Flag country={person.country} code={false} size="s" />}
      <span>
        <bdi>{words}</bdi>
      </span>
      <Icon
        name={microphone ? "microphone-fill" : "microphone-slash-fill"}
        className={classes(!microphone && styles.off)}
      />
    </figcaption>
  )
}

/** All that the tile shows, in words. */
function useWords(
  { person, microphone, away }: Participant,
  own: boolean,
  source: "camera" | "screen",
  hand: number | null,
): string {
  const { t } = useLingui()
  const { i18n } = useI18n()
  const { name } = person
  const parts = [
    source === "screen" ? t`${name} shares the screen` : own ? t`${person.name} (you)` : name,
    person.kind === "teacher" ? t`teacher` : null,
    person.country ? countryName(i18n, person.country) : null,
    microphone ? t`microphone on` : t`microphone off`,
    hand === null ? null : t`hand up, number ${hand}`,
    away ? t`line lost` : null,
  ]
  return parts.filter(Boolean).join(", ")
}
