import { useLingui } from "@lingui/react/macro"
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { type ReactNode, useId } from "react"
import { type Id, type Lock, line, Refusal } from "../../live"
import { Banner, ButtonLink, Check, Icon, type IconName, Skeleton } from "../../ui"
import { Radios } from "../../ui/Radios"
import { type Preparation, type Prepared, preparationQuery, prepare } from "./api"
import { momentText } from "./moment"
import styles from "./preparing.module.css"
import { PREPARED, type PreparedPreset, preparedOf, turned } from "./rules"
import { explainConference } from "./words"

/** What the list of things to make ready says of the room; the page around it gives the frame. */
export interface RoomItem {
  id: string
  title: string
  detail: string
  ready: boolean
  content: ReactNode
}

/** What is prepared of the room itself: its rules, a recording, a rehearsal. */
export function useRoomItems(conference: Id, event: Id): RoomItem[] {
  const { t, i18n } = useLingui()
  const { data } = useQuery(preparationQuery(conference))
  const presets = usePresets()
  const recordingDetail = useRecordingText(data)
  const preset = data && preparedOf(data.locks)
  const rehearsed = data?.rehearsed_at ?? null
  const when = rehearsed ? momentText(i18n, rehearsed) : ""
  return [
    {
      id: "rules",
      title: t`What participants may do`,
      detail: data ? (preset ? presets[preset].name : t`Rules of your own`) : "",
      ready: true,
      content: data ? <Rules data={data} /> : <Skeleton lines={3} />,
    },
    {
      id: "recording",
      title: t`Recording`,
      detail: recordingDetail,
      ready: Boolean(data && (data.announced || !data.may_record)),
      content: data ? <Recording data={data} /> : <Skeleton lines={2} />,
    },
    {
      id: "rehearsal",
      title: t`Rehearsal`,
      detail: data?.rehearsal_since ? t`Running now` : rehearsed ? t`Done on ${when}` : t`Not yet`,
      ready: rehearsed !== null,
      content: <Rehearsal event={event} running={Boolean(data?.rehearsal_since)} />,
    },
  ]
}

function useChange(data: Preparation) {
  const queries = useQueryClient()
  const { queryKey } = preparationQuery(data.conference)
  return useMutation({
    mutationFn: (locks: Prepared["locks"]) => prepare(data.conference, { locks, seen_locks: data.locks }),
    onSuccess: (after) => queries.setQueryData(queryKey, after),
    // Somebody else was first: what they set is shown, with a word about it.
    onError: (error) => error instanceof Refusal && void queries.invalidateQueries({ queryKey }),
  })
}

function Trouble({ error }: { error: unknown }) {
  const { i18n } = useLingui()
  return error ? (
    <Banner kind="bad" alert>
      {explainConference(i18n, error)}
    </Banner>
  ) : null
}

function usePresets(): Record<PreparedPreset, { name: string; words: string }> {
  const { t } = useLingui()
  return {
    lecture: { name: t`Lecture`, words: t`They listen, write and raise hands.` },
    discussion: { name: t`Discussion`, words: t`They speak and write; only presenters share a screen.` },
    workshop: { name: t`Workshop`, words: t`They speak, write and share their screens.` },
    quiet: { name: t`Quiet`, words: t`They listen and raise hands; the chat is locked.` },
  }
}

function Rules({ data }: { data: Preparation }) {
  const { t } = useLingui()
  const presets = usePresets()
  const changing = useChange(data)
  const preset = preparedOf(data.locks)
  const locks: [Lock, string][] = [
    ["microphone", t`Lock microphones`],
    ["camera", t`Lock cameras`],
    ["screen", t`Lock screen sharing`],
    ["chat", t`Lock the chat`],
  ]
  return (
    <div className={styles.rules}>
      <Trouble error={changing.error} />
      <Radios
        label={t`The doors open with`}
        value={preset ?? ""}
        onChange={(key) => changing.mutate([...PREPARED[key as PreparedPreset]])}
        options={Object.entries(presets).map(([value, { name }]) => ({ value, label: name }))}
      />
      <p>{preset ? presets[preset].words : t`You have chosen each by itself.`}</p>
      <fieldset className={styles.locks}>
        <legend>{t`Or each by itself`}</legend>
        {locks.map(([lock, words]) => (
          <Check
            key={lock}
            isSelected={data.locks.includes(lock)}
            onChange={() => changing.mutate(turned(data.locks, lock))}
          >
            {words}
          </Check>
        ))}
      </fieldset>
      <p
        className={styles.soft}
      >{t`Whom you invite to the stage may speak all the same. In the room you can change it at any time.`}</p>
    </div>
  )
}

function Recording({ data }: { data: Preparation }) {
  const { t } = useLingui()
  const announcing = useAnnouncing(data.conference)
  if (!data.may_record) return <p>{t`Events are not recorded here.`}</p>
  return (
    <>
      <Trouble error={announcing.error} />
      {data.may_announce && (
        <Check isSelected={data.announced} onChange={(on) => announcing.mutate(on)}>
          {t`I will record this: everybody is told and asked before they come in`}
        </Check>
      )}
      <p>{t`Nothing is recorded until the host presses Record in the room. Then everybody is asked: whoever does not agree takes part all the same, and is neither seen nor heard in it.`}</p>
    </>
  )
}

function useAnnouncing(conference: Id) {
  const queries = useQueryClient()
  const { queryKey } = preparationQuery(conference)
  return useMutation({
    mutationFn: (on: boolean) => line.request({ type: "recording.announce", conference, on }),
    onSettled: () => queries.invalidateQueries({ queryKey }),
  })
}

/** Whether it is announced, and what those said who came to the door since. */
function useRecordingText(data: Preparation | undefined): string {
  const { t } = useLingui()
  if (!data) return ""
  const { may_record, announced, agreed, declined } = data
  if (!may_record) return t`Not possible here`
  return announced ? t`Announced · yes: ${agreed} · no: ${declined}` : t`Not announced`
}

function Rehearsal({ event, running }: { event: Id; running: boolean }) {
  const { t } = useLingui()
  return (
    <>
      <p>{t`In the real room, with ghosts who raise hands, react, write and answer your polls. Turn your pages, open a poll, make a test recording of a minute. Nobody else sees it, and everything made in it deletes itself.`}</p>
      <ButtonLink to={`/events/${event}/room`} icon={running ? "door-open" : "play"}>
        {running ? t`Back to the rehearsal` : t`Rehearse in the room`}
      </ButtonLink>
    </>
  )
}

/** What somebody will find who joined and leads nothing: asked of the server for each setting (flow C, step 5). */
export function AsParticipant({
  conference,
  documents,
  polls,
}: {
  conference: Id
  documents: readonly { id: Id; title: string; downloadable: boolean }[]
  polls: number
}) {
  const { t } = useLingui()
  const heading = useId()
  const { data } = useQuery(preparationQuery(conference))
  if (!data) return null
  const { participant } = data
  const speaks = (source: "microphone" | "camera" | "screen") => participant.may_publish.includes(source)
  const files = documents.filter(({ downloadable }) => downloadable)
  return (
    <section className={styles.preview} aria-labelledby={heading}>
      <h2 id={heading}>
        <Icon name="eye" /> {t`As a participant`}
      </h2>
      <p className={styles.soft}>{t`So the room looks to whoever joined, when the doors open.`}</p>
      <ul className={styles.controls}>
        <Control icon="microphone" word={t`Mic`} open={speaks("microphone")} />
        <Control icon="video-camera" word={t`Camera`} open={speaks("camera")} />
        <Control icon="screencast" word={t`Share`} open={speaks("screen")} />
        <Control icon="hand" word={t`Hand`} open />
        <Control icon="smiley" word={t`React`} open />
        <Control icon="chats" word={t`Chat`} open={participant.chat_closed === null} />
      </ul>
      <ul className={styles.facts}>
        <li>
          {speaks("microphone")
            ? t`Everybody may speak, as far as the stage has room.`
            : t`Only those on the stage speak; others raise a hand.`}
        </li>
        <li>
          {participant.chat_closed === null
            ? t`Everybody may write.`
            : t`The chat can be read, not written in.`}
        </li>
        <li>
          {documents.length === 0
            ? t`No documents.`
            : t`Of your documents they see the page that is on stage, no other.`}
        </li>
        {documents.length > 0 && (
          <li>
            {files.length === 0
              ? t`No document can be downloaded.`
              : t`While on stage they can download: ${files.map(({ title }) => title).join(", ")}`}
          </li>
        )}
        {data.may_record && (
          <li>
            {data.announced
              ? t`Before they come in they are told that this will be recorded, and asked whether they may be in it.`
              : t`Nothing is said of a recording; should the host begin one, everybody is asked then.`}
          </li>
        )}
        <li>{polls === 0 ? t`No polls.` : t`Of your polls they see nothing until you open them.`}</li>
      </ul>
    </section>
  )
}

function Control({ icon, word, open }: { icon: IconName; word: string; open: boolean }) {
  const { t } = useLingui()
  return (
    <li className={open ? styles.open : styles.locked}>
      <Icon name={icon} />
      <span>{word}</span>
      {!open && <Icon name="lock-simple-fill" className={styles.lock} />}
      <span className="sr">{open ? t`may be used` : t`locked`}</span>
    </li>
  )
}
