import { plural } from "@lingui/core/macro"
import { Trans, useLingui } from "@lingui/react/macro"
import { useState } from "react"
import type { ConferenceSummary } from "../../live"
import { Avatar, Button, Check, CountdownRing, classes, Flag, Icon, Time } from "../../ui"
import card from "../../ui/Card.module.css"
import styles from "./before.module.css"
import { Press, Switch } from "./Control"
import { useAct, useHere, useOwn, useServerNow } from "./context"
import { DeviceChoice } from "./DeviceChoice"
import { Lights } from "./Lights"
import { clickedJoin } from "./marks"
import { remaining, useRemainingWords } from "./remaining"
import { Video } from "./Video"

/** S1: see and hear oneself first, know who will, and go in. Nothing here keeps anybody out. */
export function BeforeYouGoIn({ summary }: { summary: ConferenceSummary }) {
  const { t } = useLingui()
  const { conference, own, you, recording: faces } = useHere()
  const act = useAct()
  const [record, setRecord] = useState<boolean | null>(null)
  const listens = summary.you_listen
  const join = (listenOnly: boolean) => {
    clickedJoin()
    if (listenOnly) {
      own.close("microphone")
      own.close("camera")
    }
    void act(() => conference.join(record))
  }
  return (
    <>
      <div className={styles.title}>
        <div>
          <h1>{t`Before you go in`}</h1>
          <p>
            <bdi>{summary.title}</bdi> · <Time start={summary.starts_at} end={summary.ends_at} />
          </p>
        </div>
        <StartRing summary={summary} />
      </div>
      {/* First: on a phone the button that leads in is always in sight, and what is below it is not. */}
      {!summary.you_host && (summary.recorded || summary.announced) && (
        <faces.Before
          running={summary.recorded}
          isPupil={you.kind === "pupil"}
          answer={record}
          onAnswer={setRecord}
        />
      )}
      <div className={styles.grid}>
        <Mirror camera={summary.media === "video"} />
        <Lights camera={summary.media === "video"} />
      </div>
      <WhoSees summary={summary} />
      {summary.you_host && <Prepare summary={summary} />}
      <div className={styles.go}>
        <Button look="main" size="big" icon="door-open-fill" onPress={() => join(listens)}>
          {t`Join`}
        </Button>
        {!listens && (
          <Button icon="ear" onPress={() => join(true)}>
            {t`Join listening only`}
          </Button>
        )}
        <span className={styles.note}>
          {listens
            ? t`You go in to listen and to write. Raise your hand when you want to speak: whoever leads lets you on the stage.`
            : t`You go in with your microphone off and switch it on when you want to speak.`}
        </span>
      </div>
    </>
  )
}

/** Whoever will lead prepares what will be shown, at any time before. */
function Prepare({ summary }: { summary: ConferenceSummary }) {
  const { t } = useLingui()
  const { conference, slides: face } = useHere()
  const act = useAct()
  const [open, setOpen] = useState(false)
  return (
    <div className={styles.prepare}>
      <Button icon="presentation-chart" onPress={() => setOpen(true)}>
        {t`Prepare documents`}
      </Button>
      <face.Documents
        conference={conference.id}
        slides={null}
        inside={false}
        open={open}
        onClose={() => setOpen(false)}
      />
      <Check
        isSelected={summary.announced}
        onChange={(on) => void act(() => conference.announceRecording(on))}
      >
        {t`I will record this: everybody is told and asked before they come in`}
      </Check>
    </div>
  )
}

function StartRing({ summary }: { summary: ConferenceSummary }) {
  const { t } = useLingui()
  const now = useServerNow(10_000)
  const left = remaining(summary, now)
  const label = useRemainingWords(left)
  const { minutes } = left
  const running = left.until !== "start"
  if (!running && minutes > 90) return null
  return (
    <CountdownRing
      fraction={minutes / left.of}
      value={minutes}
      unit={running ? t`min left` : t`min to go`}
      {...(running ? { minutes } : {})}
      label={label}
    />
  )
}

/** How others will see the reader: the account's name, and a picture only when it is switched on. */
function Mirror({ camera: withCamera }: { camera: boolean }) {
  const { t } = useLingui()
  const { own, you } = useHere()
  const { camera, microphone } = useOwn()
  const [choosing, setChoosing] = useState(false)
  const turn = (source: "camera" | "microphone") => (on: boolean) =>
    on ? void own.open(source) : own.close(source)
  return (
    <section className={classes("stage", styles.mirror)} aria-label={t`How others will see you`}>
      <div className={styles.view}>
        {camera.stream ? <Video stream={camera.stream} mirrored /> : <Avatar person={you} size="xl" />}
        <div className={classes(camera.stream && styles.plate)}>
          <b>
            {you.country && <Flag country={you.country} code={false} />}
            <bdi>{you.name}</bdi>
          </b>
          {!camera.stream && <p>{t`Your name comes from your account.`}</p>}
        </div>
      </div>
      <div className={styles.dev}>
        <Switch
          icon="microphone-slash"
          iconOn="microphone-fill"
          word={t`Microphone`}
          on={microphone.state === "on"}
          onSwitch={turn("microphone")}
        />
        {withCamera && (
          <Switch
            icon="video-camera-slash"
            iconOn="video-camera-fill"
            word={t`Camera`}
            on={camera.state === "on"}
            onSwitch={turn("camera")}
          />
        )}
        <Press icon="gear-six" word={t`Devices`} onPress={() => setChoosing(true)} />
      </div>
      <DeviceChoice open={choosing} onClose={() => setChoosing(false)} camera={withCamera} />
    </section>
  )
}

function WhoSees({ summary }: { summary: ConferenceSummary }) {
  const { t } = useLingui()
  const inside = summary.seats_taken
  const { seats, space_title: space, event, you_listen: listens } = summary
  return (
    <section className={classes(card.card, styles.seen)} aria-label={t`Who will see you`}>
      <Icon name="eye" className={styles.sign} />
      <p>
        {listens ? (
          <Trans>
            <b>You are not seen or heard</b> until you are on the stage; those inside read your name
          </Trans>
        ) : event ? (
          <Trans>
            <b>You will be seen by</b> everybody who is inside
          </Trans>
        ) : (
          <Trans>
            <b>You will be seen by</b> the people of <bdi>{space}</bdi> who are inside
          </Trans>
        )}
        <br />
        <small>
          {inside === 0
            ? t`Nobody is inside yet.`
            : summary.event
              ? t`${plural(inside, { one: "# person is inside now.", other: "# people are inside now." })}`
              : t`${inside} of ${seats} seats are taken now.`}
        </small>
      </p>
      <Icon name="record" className={styles.sign} />
      <p>
        <b>
          {summary.recorded
            ? t`Recording: running`
            : summary.announced
              ? t`Recording: announced`
              : t`Recording: not running`}
        </b>
        <br />
        <small>
          {summary.recorded || summary.announced
            ? t`You are in it only if you agree.`
            : t`Nobody keeps your sound or your picture.`}
        </small>
      </p>
    </section>
  )
}
