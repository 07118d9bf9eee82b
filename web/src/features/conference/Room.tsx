import { useCallback, useEffect, useState } from "react"
import type { ConferenceSummary } from "../../live"
import { classes } from "../../ui"
import { Announcer } from "./Announcer"
import { Bar, type Panels } from "./Bar"
import { useHere, useView } from "./context"
import { Floor } from "./Floor"
import { Head } from "./Head"
import { LeaveDialog } from "./LeaveDialog"
import { Notices } from "./Notices"
import { Rail } from "./Rail"
import styles from "./room.module.css"
import { type ChatFace, SideChat } from "./SideChat"
import { useTalkKey } from "./useTalkKey"
import { may } from "./view"

const wide = () => matchMedia("(min-width: 60.0625rem)").matches

/** S3 and S4: the stage, who is inside, the chat, and everything one does. Dark in both themes. */
export function Room({ summary, chat }: { summary: ConferenceSummary; chat: ChatFace }) {
  const view = useView()
  const { you } = useHere()
  const moderates = may(view, "CONFERENCE_MODERATE")
  const [panels, setPanels] = useState<Panels>(() => ({
    people: wide() && moderates,
    chat: wide() && !moderates,
  }))
  const [leaving, setLeaving] = useState(false)
  const [unread, setUnread] = useState(0)
  const show = useCallback((panel: keyof Panels, open: boolean) => {
    // On a phone there is room for one sheet at a time.
    setPanels((before) => ({ ...(wide() ? before : { chat: false, people: false }), [panel]: open }))
  }, [])
  useEffect(() => {
    if (panels.chat) setUnread(0)
  }, [panels.chat])
  useTalkKey()
  return (
    <div
      className={classes(
        "stage",
        styles.room,
        moderates && panels.people && styles.withRail,
        panels.chat && styles.withChat,
      )}
      data-kind={you.kind}
    >
      <Head summary={summary} />
      <Notices />
      {moderates && panels.people && <Rail onClose={() => show("people", false)} />}
      <Floor />
      <SideChat
        face={chat}
        room={summary.room}
        open={panels.chat}
        onOpen={(open) => show("chat", open)}
        onNews={() => setUnread((count) => count + 1)}
      />
      <Bar panels={panels} onPanel={show} unread={unread} onLeave={() => setLeaving(true)} />
      <LeaveDialog open={leaving} onClose={() => setLeaving(false)} />
      <Announcer />
    </div>
  )
}
