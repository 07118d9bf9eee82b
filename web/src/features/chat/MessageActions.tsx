import { useLingui } from "@lingui/react/macro"
import { useContext, useState } from "react"
import { calms, decidesAbout, type Message } from "../../live"
import { Button, Choice, explain, IconButton, MenuButton, toasts } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { Details } from "./Details"
import { EmojiPicker } from "./EmojiPicker"
import { REACTIONS } from "./emoji"
import { ExtrasContext } from "./extras"
import styles from "./Message.module.css"
import type { ChatStore } from "./store"
import type { Inside } from "./useChatroom"
import type { Writing } from "./useWriting"
import { whyNot } from "./WhyNot"

export interface MessageActionsProps {
  message: Message
  own: boolean
  store: ChatStore
  inside: Inside
  writing: Writing
  onHold: (open: boolean) => void
  onClose: () => void
}

/** What one may do with a message; on hover, on focus and after a long press. */
export function MessageActions({
  message,
  own,
  store,
  inside,
  writing,
  onHold,
  onClose,
}: MessageActionsProps) {
  const { t, i18n } = useLingui()
  const [asking, setAsking] = useState(false)
  const [details, setDetails] = useState(false)
  const { onReport, onWarn } = useContext(ExtrasContext)
  const mayWrite = whyNot(inside) === null
  const mayWarn = !own && calms(inside, message.author)
  const mayDelete = own || decidesAbout(inside, message.author)
  const said = (work: Promise<void>) =>
    work.catch((error: unknown) => toasts.say(explain(i18n, error), { kind: "bad" }))

  function stopAsking() {
    setAsking(false)
    onHold(false)
  }

  function act(key: string) {
    onHold(key === "delete" || key === "details")
    if (key === "edit") writing.edit(message)
    else if (key === "delete") setAsking(true)
    else if (key === "copy") void navigator.clipboard?.writeText(message.text)
    else if (key === "details") setDetails(true)
    else if (key === "report") onReport?.(message)
    else if (key === "warn") onWarn?.(message)
    if (key !== "delete" && key !== "details") onClose()
  }

  return (
    <div className={styles.actions} role="toolbar" aria-label={t`Actions`}>
      {mayWrite && message.state === "visible" && (
        <>
          <EmojiPicker
            emoji={REACTIONS}
            onOpenChange={onHold}
            onPick={(emoji) => void said(store.react(message, emoji))}
            button={<IconButton icon="smiley" label={t`React`} small data-react />}
          />
          <IconButton
            icon="arrow-bend-up-left"
            label={t`Reply`}
            small
            onPress={() => writing.reply(message)}
          />
        </>
      )}
      <MenuButton
        aria-label={t`More`}
        onOpenChange={onHold}
        onAction={(key) => act(String(key))}
        button={<IconButton icon="dots-three" label={t`More`} small />}
      >
        {writing.mayEdit(message) && <Choice id="edit" icon="pencil-simple">{t`Edit`}</Choice>}
        <Choice id="copy" icon="copy">{t`Copy the text`}</Choice>
        <Choice id="details" icon="info">{t`Details`}</Choice>
        {onReport && !own && message.state !== "deleted" && (
          <Choice id="report" icon="flag">
            {t({ message: "Report", context: "verb" })}
          </Choice>
        )}
        {onWarn && mayWarn && <Choice id="warn" icon="warning-circle">{t`Write to its writer …`}</Choice>}
        {mayDelete && <Choice id="delete" icon="trash" danger>{t`Delete`}</Choice>}
      </MenuButton>
      <Details
        message={message}
        open={details}
        onClose={() => {
          setDetails(false)
          onHold(false)
        }}
      />
      <Dialog
        title={t`Delete this message?`}
        open={asking}
        onClose={() => setAsking(false)}
        role="alertdialog"
      >
        <p>
          {own
            ? t`Nobody can read it any more, and it cannot be brought back.`
            : t`It disappears for everybody. Its writer sees that it was deleted.`}
        </p>
        <DialogButtons>
          <Button autoFocus onPress={stopAsking}>
            {t`Keep it`}
          </Button>
          <Button
            look="stop"
            onPress={() => {
              stopAsking()
              void said(store.remove(message.id)).then(() => toasts.say(t`Deleted.`))
            }}
          >
            {t`Delete`}
          </Button>
        </DialogButtons>
      </Dialog>
    </div>
  )
}
