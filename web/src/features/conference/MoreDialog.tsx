import { useLingui as useI18n } from "@lingui/react"
import { useLingui } from "@lingui/react/macro"
import { Button as AriaButton } from "react-aria-components/Button"
import { Button, Icon, toasts } from "../../ui"
import { Dialog, DialogButtons } from "../../ui/Dialog"
import { Radios } from "../../ui/Radios"
import { type CaptionMenuProps, useCaptionSizes } from "./CaptionMenu"
import { CAPTION_SIZES, type CaptionSize, LAYOUTS, type Layout } from "./choices"
import { useAct, useChoices, useHere, useView } from "./context"
import { ModeChoice } from "./Mode"
import styles from "./more.module.css"
import { useRecording } from "./recording"
import type { Phrase, Reaction } from "./requests"
import { PHRASES, REACTIONS } from "./signs"
import { leads, ownPart, presents } from "./view"
import { canFloat, floatTheStage, isFullScreen, turnFullScreen } from "./window"

export interface MoreDialogProps {
  open: boolean
  onClose: () => void
  onDevices: () => void
  onClassList: () => void
  onPeople: () => void
  onBeside: () => void
  onSlides: () => void
  captions: CaptionMenuProps
}

/** How one sees the room, and on a phone everything for which its bar has no space. */
export function MoreDialog(props: MoreDialogProps) {
  const { t } = useLingui()
  const { open, onClose, onDevices, onClassList, onPeople, onBeside, onSlides, captions } = props
  return (
    <Dialog title={t`More`} open={open} onClose={onClose} wide>
      <div className={styles.more}>
        <Signs {...{ onPeople, onBeside, onSlides, captions }} onDone={onClose} />
        <Seeing />
        <ModeChoice />
        <Windows onDone={onClose} onDevices={onDevices} onClassList={onClassList} />
      </div>
      <DialogButtons>
        <Button look="main" onPress={onClose}>
          {t`Done`}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

interface SignsProps extends Pick<MoreDialogProps, "onPeople" | "onBeside" | "onSlides" | "captions"> {
  onDone: () => void
}

/** On a phone only: on a laptop each has a place of its own in the bar. */
function Signs({ onDone, onPeople, onBeside, onSlides, captions }: SignsProps) {
  const { t } = useLingui()
  const { i18n } = useI18n()
  const { conference, recording: faces } = useHere()
  const view = useView()
  const recording = useRecording()
  const act = useAct()
  const send = (deed: () => Promise<unknown>) => {
    onDone()
    void act(deed)
  }
  const lead = leads(view)
  const up = ownPart(view)?.hand_at != null
  return (
    <section className={styles.onPhone}>
      <div className={styles.windows}>
        {presents(view) && (
          <Button icon="presentation-chart" onPress={onSlides}>
            {t`Slides`}
          </Button>
        )}
        <Button
          icon="chart-bar"
          onPress={() => {
            onDone()
            onBeside()
          }}
        >
          {t`Polls and questions`}
        </Button>
      </div>
      <faces.Button {...recording} />
      {lead && (
        <div className={styles.windows}>
          <Button
            icon={up ? "hand-palm-fill" : "hand-palm"}
            onPress={() => send(() => conference.raiseHand(!up))}
          >
            {up ? t`Lower your hand` : t`Raise your hand`}
          </Button>
          <Button
            icon="closed-captioning"
            onPress={() => {
              onDone()
              captions.onWrite(!captions.writing)
            }}
          >
            {captions.writing ? t`Stop writing captions` : t`Write captions`}
          </Button>
        </div>
      )}
      {!lead && (
        <div className={styles.windows}>
          <Button
            icon="users"
            onPress={() => {
              onDone()
              onPeople()
            }}
          >
            {t`People inside`}
          </Button>
        </div>
      )}
      <fieldset className={styles.reactions} aria-label={t`React`}>
        {Object.entries(REACTIONS).map(([reaction, { icon, words }]) => (
          <AriaButton
            key={reaction}
            aria-label={i18n._(words)}
            onPress={() => send(() => conference.react(reaction as Reaction))}
          >
            <Icon name={icon} />
          </AriaButton>
        ))}
      </fieldset>
      <fieldset className={styles.phrases} aria-label={t`Phrases`}>
        {Object.entries(PHRASES).map(([phrase, { icon, words }]) => (
          <AriaButton key={phrase} onPress={() => send(() => conference.say(phrase as Phrase))}>
            <Icon name={icon} />
            {i18n._(words)}
          </AriaButton>
        ))}
      </fieldset>
    </section>
  )
}

function Seeing() {
  const { t } = useLingui()
  const { choices } = useHere()
  const { layout, captions } = useChoices()
  const sizes = useCaptionSizes()
  const words: Record<Layout, string> = {
    both: t`Speaker and tiles`,
    speaker: t`Speaker only`,
    tiles: t`Tiles only`,
  }
  return (
    <>
      <Radios
        label={t`Layout`}
        value={layout}
        onChange={(value) => choices.choose({ layout: value as Layout })}
        options={LAYOUTS.map((value) => ({ value, label: words[value] }))}
      />
      <Radios
        label={t`Captions`}
        value={captions}
        onChange={(value) => choices.choose({ captions: value as CaptionSize })}
        options={CAPTION_SIZES.map((value) => ({ value, label: sizes[value] }))}
      />
    </>
  )
}

function Windows({
  onDone,
  onDevices,
  onClassList,
}: {
  onDone: () => void
  onDevices: () => void
  onClassList: () => void
}) {
  const { t } = useLingui()
  const { seat, conference } = useView()
  const { event, onReport } = useHere()
  const then = (deed: () => void) => () => {
    onDone()
    deed()
  }
  const float = async () => {
    if (!(await floatTheStage())) toasts.say(t`There is no moving picture on the stage now.`, { kind: "bad" })
  }
  return (
    <div className={styles.windows}>
      {document.fullscreenEnabled && (
        <Button icon="corners-out" onPress={then(() => void turnFullScreen())}>
          {isFullScreen() ? t`Leave full screen` : t`Full screen`}
        </Button>
      )}
      {canFloat() && (
        <Button icon="picture-in-picture" onPress={then(() => void float())}>
          {t`Picture in picture`}
        </Button>
      )}
      <Button icon="gear-six" onPress={then(onDevices)}>
        {t`Devices`}
      </Button>
      {seat?.class_list && (
        <Button icon="list-checks" onPress={then(onClassList)}>
          {t`A class at this device`}
        </Button>
      )}
      {conference && (
        <Button
          icon="flag"
          onPress={then(() => onReport({ target: "conference", id: conference.id, name: conference.title }))}
        >
          {event ? t`Report the event` : t`Report the conference`}
        </Button>
      )}
    </div>
  )
}
