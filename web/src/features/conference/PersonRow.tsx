import { plural } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import type { Participant } from "../../live"
import { Avatar, classes, Icon } from "../../ui"
import { useHere } from "./context"
import { NetworkBars } from "./NetworkBars"
import { PersonMenu } from "./PersonMenu"
import type { TakingOut } from "./RemoveDialog"
import styles from "./rail.module.css"
import { talkClock } from "./talk"
import { causeOfOthers } from "./words"

export interface PersonRowProps {
  participant: Participant
  onTakeOut: (how: TakingOut["how"]) => void
}

/** One person in the rail: who, what for, how the line is and why, how long they spoke, and the menu. */
export function PersonRow({ participant, onTakeOut }: PersonRowProps) {
  const { t, i18n } = useLingui()
  const { you } = useHere()
  const { person, microphone, away, held_back, network, network_cause, talk_s } = participant
  const held = held_back.includes("microphone")
  const line = useLine(participant)
  const clock = talkClock(talk_s)
  const notes = [useRole(participant), network === "good" ? null : causeOfOthers(i18n, network_cause)]
  return (
    <li>
      <span className={styles.person}>
        <Avatar person={person} size="s" />
        <span className={styles.name}>
          <bdi>{person.id === you.id ? t`${person.name} (you)` : person.name}</bdi>
          {notes.map((note) => note && <small key={note}>{note}</small>)}
        </span>
      </span>
      {talk_s > 0 && (
        <span className={styles.spoke} title={t`Spoke ${clock}`}>
          <span className="sr">{t`Spoke ${clock}`}</span>
          <span aria-hidden="true">{clock}</span>
        </span>
      )}
      {participant.chat_held && <Icon name="chat-slash" label={t`Chat held`} className={styles.held} />}
      <Icon
        name={microphone ? "microphone-fill" : held ? "microphone-slash-fill" : "microphone-slash"}
        label={microphone ? t`Microphone on` : held ? t`Muted by the host` : t`Microphone off`}
        className={classes(styles.microphone, microphone && styles.on, held && styles.held)}
      />
      {away ? (
        <Icon name="cell-signal-slash" label={t`Line lost`} className={styles.lost} />
      ) : (
        <NetworkBars network={network} label={line} />
      )}
      <PersonMenu participant={participant} onTakeOut={onTakeOut} />
    </li>
  )
}

function useLine({ network }: Participant): string {
  const { t } = useLingui()
  return { good: t`Line good`, weak: t`Line weak`, poor: t`Line poor` }[network]
}

function useRole({ role, person, captioner, class_list }: Participant): string | null {
  const { t } = useLingui()
  const { event } = useHere()
  const classmates = class_list.length
  const presents = event ? t`On the stage` : t`Presenter`
  const roles = [
    role === "host" ? t`Host` : role === "cohost" ? t`Co-host` : role === "presenter" ? presents : null,
    role === "attendee" && person.kind === "teacher" && !event ? t`Teacher` : null,
    captioner ? t`Writes captions` : null,
    classmates > 0
      ? t`${plural(classmates, { one: "with # pupil at one device", other: "with # pupils at one device" })}`
      : null,
  ].filter(Boolean)
  return roles.length > 0 ? roles.join(" · ") : null
}
