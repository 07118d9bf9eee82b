import { useLingui } from "@lingui/react/macro"
import { useState } from "react"
import type { ConferenceSummary } from "../../live"
import { Button, ButtonLink, classes, TwinTile, useZone } from "../../ui"
import card from "../../ui/Card.module.css"
import { timeText } from "../../ui/time"
import { useAct, useHere, useView } from "./context"
import { cameFrom, reportOf, useBackWords, wayBack } from "./Doorway"
import { ExitQuestion } from "./ExitQuestion"
import styles from "./ended.module.css"
import { type Farewell, leads, type View } from "./view"
import { explainConference } from "./words"

/** After the room: why one is outside, in plain words, and the way back. */
export function Ended({ summary }: { summary: ConferenceSummary }) {
  const { t } = useLingui()
  const { conference, you, event, onReport } = useHere()
  const { id, title: name, space_slug: slug } = summary
  const from = cameFrom(summary)
  const back = useBackWords(from)
  const view = useView()
  const act = useAct()
  // The door says who was inside by the seat that one had.
  const [wasInside] = useState(() => view.seat?.state === "connected")
  const [led] = useState(() => leads(view))
  const over = view.farewell?.reason === "ended"
  const { title, text, again } = useFarewell(view, event !== null)
  return (
    <section className={classes(card.card, styles.sheet)} aria-live="polite">
      <TwinTile seed={conference.id} columns={6} rows={2} className={styles.tile ?? ""} />
      <div className={styles.words}>
        <h1>{title}</h1>
        {text && <p>{text}</p>}
        {view.farewell?.text && (
          <blockquote>
            <bdi>{view.farewell.text}</bdi>
          </blockquote>
        )}
        {over && wasInside && you.kind === "pupil" && <ExitQuestion />}
        <div className={styles.buttons}>
          <ButtonLink look="main" to={wayBack(from)} icon="arrow-left">
            {back}
          </ButtonLink>
          {over && !event && (
            <ButtonLink to={`/t/${slug}/chat`} icon="chats">
              {t`Go to Chatroom`}
            </ButtonLink>
          )}
          {over && (event ? led : you.kind === "teacher") && (
            <ButtonLink to={reportOf(from, conference.id)} icon="clipboard-text">
              {t`See the report`}
            </ButtonLink>
          )}
          {again && (
            <Button icon="door-open" onPress={() => void act(() => conference.join())}>
              {t`Go in again`}
            </Button>
          )}
          {view.farewell && view.farewell.reason !== "denied" && (
            <Button look="quiet" icon="flag" onPress={() => onReport({ target: "conference", id, name })}>
              {event ? t`Report the event` : t`Report the conference`}
            </Button>
          )}
        </div>
      </div>
    </section>
  )
}

interface Words {
  title: string
  text: string
  /** Whether it makes sense to try the door again. */
  again: boolean
}

function useFarewell({ farewell, refusal }: View, event: boolean): Words {
  const { t, i18n } = useLingui()
  const over = useEndReason(farewell)
  const zone = useZone()
  const until = farewell?.until ? timeText(i18n, farewell.until, null, zone) : null
  const mistake = event
    ? t`If you think this is a mistake, write to the host.`
    : t`If you think this is a mistake, ask your teacher.`
  if (refusal)
    return { title: t`The door stays closed`, text: explainConference(i18n, refusal, zone), again: false }
  switch (farewell?.reason) {
    case "left":
      return {
        title: t`You have left the room`,
        text: t`Your seat is free for somebody else now.`,
        again: true,
      }
    case "replaced":
      return {
        title: t`You are inside on another device`,
        text: t`One person has one seat. Go in again to come over here.`,
        again: true,
      }
    case "removed":
      return {
        title: t`The host has taken you out`,
        text: t`Only the host can let you in again.`,
        again: false,
      }
    case "banned":
      return {
        title: t`You may not come in here now`,
        text: `${until ? t`You may again from ${until} on.` : t`Whoever leads decides when you may again.`} ${mistake}`,
        again: false,
      }
    case "moved":
      return {
        title: t`The event was moved`,
        text: t`Its page says when it takes place now.`,
        again: false,
      }
    case "cancelled":
      return {
        title: event ? t`The event was called off` : t`The conference was called off`,
        text: "",
        again: false,
      }
    case "denied":
      return {
        title: t`The host has not let you in`,
        text: mistake,
        again: false,
      }
    default:
      return { title: event ? t`The event is over` : t`The conference is over`, text: over, again: false }
  }
}

function useEndReason(farewell: Farewell | null): string {
  const { t } = useLingui()
  switch (farewell?.endReason) {
    case "host":
      return t`The host has ended it for everybody.`
    case "no_teacher":
      return t`No teacher was inside any more.`
    case "empty":
      return t`Nobody was inside any more.`
    case "admin":
      return t`It was closed by those who look after TwinSpace Live.`
    default:
      return t`Its time is up.`
  }
}
