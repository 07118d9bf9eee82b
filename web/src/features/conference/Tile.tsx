import { plural } from "@lingui/core/macro"
import { useLingui as useI18n } from "@lingui/react"
import { useLingui } from "@lingui/react/macro"
import type { Participant } from "../../live"
import { Avatar, Button, classes, countryName, Icon, IconButton } from "../../ui"
import { useChoices, useHere, useMedia, useOwn, useView } from "./context"
import { NamePlate } from "./NamePlate"
import { TileSign } from "./TileSign"
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
      <Picture participant={participant} source={source} large={large} />
      {away && <LineLost />}
      {hand !== null && (
        <span className={styles.hand} aria-hidden="true">
          <Icon name="hand-palm-fill" />
          {hand}
        </span>
      )}
      <Pin participant={participant} />
      <TileSign user={person.id} />
      <NamePlate participant={participant} own={own} source={source} large={large} />
    </figure>
  )
}

function Picture({ participant, source = "camera", large }: TileProps) {
  const { you } = useHere()
  const picture = usePicture(participant, source)
  const own = participant.person.id === you.id
  if (own && source === "screen") return <OwnScreen />
  if (!picture)
    return <Avatar person={participant.person} size={large ? "xl" : "m"} className={styles.face} />
  return (
    <Video stream={picture} mirrored={own && source === "camera"} whole={source === "screen"} remote={!own} />
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

/** Keep somebody large on this screen, whoever speaks. */
function Pin({ participant: { person } }: TileProps) {
  const { t } = useLingui()
  const { choices } = useHere()
  const { layout, pinned } = useChoices()
  const { name } = person
  const on = pinned === person.id
  if (layout === "tiles") return null
  return (
    <IconButton
      small
      icon={on ? "push-pin-fill" : "push-pin"}
      label={on ? t`${name}: no longer keep large` : t`${name}: keep large`}
      className={classes(styles.pin, on && styles.pinned)}
      onPress={() => choices.pin(person.id)}
    />
  )
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

/** All that the tile shows, in words. */
function useWords(
  { person, microphone, away, network, class_list }: Participant,
  own: boolean,
  source: "camera" | "screen",
  hand: number | null,
): string {
  const { t } = useLingui()
  const { i18n } = useI18n()
  const { event } = useHere()
  const { name } = person
  const classmates = class_list.length
  const parts = [
    source === "screen" ? t`${name} shares the screen` : own ? t`${person.name} (you)` : name,
    person.kind === "teacher" && !event ? t`teacher` : null,
    classmates > 0
      ? t`${plural(classmates, { one: "with # pupil at one device", other: "with # pupils at one device" })}`
      : null,
    person.country ? countryName(i18n, person.country) : null,
    microphone ? t`microphone on` : t`microphone off`,
    hand === null ? null : t`hand up, number ${hand}`,
    away ? t`line lost` : network === "good" ? null : network === "weak" ? t`line weak` : t`line poor`,
  ]
  return parts.filter(Boolean).join(", ")
}
