import { plural } from "@lingui/core/macro"
import { useLingui } from "@lingui/react/macro"
import { Icon } from "../../ui"
import styles from "./bar.module.css"
import { CaptionMenu, type CaptionMenuProps } from "./CaptionMenu"
import { Press, Switch } from "./Control"
import { useHere, useView } from "./context"
import { HandControl } from "./HandControl"
import { PhraseMenu, ReactMenu } from "./ReactMenu"
import { RulesMenu } from "./RulesMenu"
import { Sources } from "./Sources"
import { askingIn, handNumber, leads, presents } from "./view"

export interface Panels {
  chat: boolean
  beside: boolean
  people: boolean
}

export interface BarProps {
  panels: Panels
  onPanel: (panel: keyof Panels, open: boolean) => void
  unread: number
  captions: CaptionMenuProps
  onMore: () => void
  onSlides: () => void
  onLeave: () => void
}

/** The bottom bar: everything one does, with its word below. */
export function Bar({ panels, onPanel, unread, captions, onMore, onSlides, onLeave }: BarProps) {
  const { t } = useLingui()
  const view = useView()
  const lead = leads(view)
  const { beside } = useHere()
  const news = beside.useNews(lead)
  const leave = view.seat?.role === "host" ? t`Leave or end` : t`Leave`
  return (
    <footer className={styles.bar}>
      <State />
      <div className={styles.middle}>
        <Sources />
        <HandControl roomy={lead} />
        <ReactMenu />
        <PhraseMenu />
        <Switch
          icon="users"
          iconOn="users-fill"
          word={t`People`}
          on={panels.people}
          onSwitch={(on) => onPanel("people", on)}
          count={lead ? askingIn(view).length : 0}
          roomy={!lead}
        />
        <Switch
          icon="chat-circle-text"
          iconOn="chat-circle-text-fill"
          word={t`Chat`}
          label={unread > 0 && !panels.chat ? t`Chat, ${unread} unread` : t`Chat`}
          on={panels.chat}
          onSwitch={(on) => onPanel("chat", on)}
          count={panels.chat ? 0 : unread}
        />
        <Switch
          icon="chart-bar"
          iconOn="chart-bar-fill"
          word={t`Polls`}
          label={t`Polls and questions`}
          on={panels.beside}
          onSwitch={(on) => onPanel("beside", on)}
          count={panels.beside ? 0 : news}
          roomy
        />
        <CaptionMenu {...captions} />
        {presents(view) && <Press roomy icon="presentation-chart" word={t`Slides`} onPress={onSlides} />}
        {lead && <RulesMenu />}
        <Press icon="dots-three" word={t`More`} onPress={onMore} />
        <span className={styles.leaveSmall}>
          <Press icon="sign-out-bold" word={t`Leave`} label={leave} look="leave" onPress={onLeave} />
        </span>
      </div>
      <div className={styles.end}>
        <Press icon="sign-out-bold" word={leave} look="leave" onPress={onLeave} />
      </div>
    </footer>
  )
}

/** One line about oneself: the hand's place; or how many are inside, in a TwinSpace how many teachers. */
function State() {
  const { t } = useLingui()
  const { event } = useHere()
  const view = useView()
  const place = handNumber(view, view.you)
  const before = (place ?? 1) - 1
  const inside = view.participants.length
  const teachers = view.participants.filter(({ person }) => person.kind === "teacher").length
  if (place === null) {
    return (
      <p className={styles.state} data-quiet>
        <Icon name={event ? "users-three" : "chalkboard-teacher-fill"} />
        {event
          ? plural(inside, { one: "# person inside", other: "# people inside" })
          : t`${plural(teachers, { one: "# teacher inside", other: "# teachers inside" })}`}
      </p>
    )
  }
  return (
    <p className={styles.state}>
      <Icon name="hand-palm-fill" className={styles.mark} />
      {before === 0
        ? t`Your hand is up. You are next.`
        : t`${plural(before, { one: "Your hand is up. One person is before you.", other: "Your hand is up. # people are before you." })}`}
    </p>
  )
}
