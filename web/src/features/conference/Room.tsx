import { useCallback, useEffect, useState } from "react"
import type { ConferenceSummary } from "../../live"
import { classes } from "../../ui"
import { Announcer } from "./Announcer"
import { Bar, type Panels } from "./Bar"
import { BesidePanel } from "./BesidePanel"
import { Captions } from "./Captions"
import { ClassDialog } from "./ClassDialog"
import { useHere, useView } from "./context"
import { DeviceChoice } from "./DeviceChoice"
import { Floor } from "./Floor"
import { Head } from "./Head"
import { LeaveDialog } from "./LeaveDialog"
import { MoreDialog } from "./MoreDialog"
import { Notices } from "./Notices"
import { Rail } from "./Rail"
import styles from "./room.module.css"
import { type ChatFace, SideChat } from "./SideChat"
import { useOwnNews } from "./useOwnNews"
import { useTalkKey } from "./useTalkKey"
import { leads, presents } from "./view"

const wide = () => matchMedia("(min-width: 60.0625rem)").matches

/** S3 and S4: the stage, who is inside, the chat, and everything one does. Dark in both themes. */
export function Room({ summary, chat }: { summary: ConferenceSummary; chat: ChatFace }) {
  const view = useView()
  const { you, conference, slides: face } = useHere()
  const moderates = leads(view)
  const [panels, setPanels] = useState<Panels>(() => ({
    people: wide() && moderates,
    chat: wide() && !moderates,
    beside: false,
  }))
  const [dialog, setDialog] = useState<"leave" | "more" | "devices" | "class" | "slides" | null>(null)
  const [writing, setWriting] = useState(false)
  const [unread, setUnread] = useState(0)
  const show = useCallback((panel: keyof Panels, open: boolean) => {
    // On a phone there is room for one sheet at a time.
    setPanels((before) => {
      const none = { chat: false, people: false, beside: false }
      // The chat and what else stands beside the stage share one place.
      const kept = panel === "people" ? before : { ...before, chat: false, beside: false }
      return { ...(wide() ? kept : none), [panel]: open }
    })
  }, [])
  useEffect(() => {
    if (panels.chat) setUnread(0)
  }, [panels.chat])
  useTalkKey()
  useOwnNews()
  useBoard()
  const close = () => setDialog(null)
  return (
    <div
      className={classes(
        "stage",
        styles.room,
        panels.people && styles.withRail,
        (panels.chat || panels.beside) && styles.withChat,
      )}
      data-kind={you.kind}
    >
      <Head summary={summary} />
      <Notices shown={panels.beside} onShow={() => show("beside", true)} />
      {panels.people && <Rail onClose={() => show("people", false)} />}
      <Floor />
      <SideChat
        face={chat}
        room={summary.room}
        open={panels.chat}
        onOpen={(open) => show("chat", open)}
        onNews={() => setUnread((count) => count + 1)}
      />
      {panels.beside && <BesidePanel onClose={() => show("beside", false)} />}
      <Captions writing={writing} />
      <Bar
        panels={panels}
        onPanel={show}
        unread={unread}
        captions={{ writing, onWrite: setWriting }}
        onMore={() => setDialog("more")}
        onSlides={() => setDialog("slides")}
        onLeave={() => setDialog("leave")}
      />
      <MoreDialog
        open={dialog === "more"}
        onClose={close}
        onDevices={() => setDialog("devices")}
        onClassList={() => setDialog("class")}
        onPeople={() => show("people", true)}
        onBeside={() => show("beside", true)}
        onSlides={() => setDialog("slides")}
        captions={{ writing, onWrite: setWriting }}
      />
      <DeviceChoice open={dialog === "devices"} onClose={close} camera={summary.media === "video"} />
      {presents(view) && (
        <face.Documents
          conference={conference.id}
          slides={view.slides}
          inside
          open={dialog === "slides"}
          onClose={close}
        />
      )}
      <ClassDialog open={dialog === "class"} onClose={close} />
      <LeaveDialog open={dialog === "leave"} onClose={close} />
      <Announcer />
    </div>
  )
}

/** The room is a board, dark in both themes, and so is what opens over it: menus and dialogs hang at the body. */
function useBoard(): void {
  useEffect(() => {
    document.body.classList.add("stage")
    return () => document.body.classList.remove("stage")
  }, [])
}
