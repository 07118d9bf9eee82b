import { useLingui } from "@lingui/react/macro"
import { queryOptions, useQuery } from "@tanstack/react-query"
import { useEffect, useState } from "react"
import { useParams } from "react-router"
import { ask, type ConferenceSummary, type Id, line, type MemberList, type Person } from "../../live"
import { Media } from "../../live/media"
import { OwnSources } from "../../live/media-devices"
import { thisDeviceIsWeak, videoSlotCount } from "../../live/media-slots"
import { relaysOf } from "../../live/relays"
import { ButtonLink, Empty, Skeleton } from "../../ui"
import { useMe } from "../account"
import { conferencesQuery, useSpace } from "../spaces"
import { BeforeYouGoIn } from "./BeforeYouGoIn"
import type { MakeBeside } from "./beside"
import { RoomChoices } from "./choices"
import { type Here, HereContext, type OnReport, type SlidesFace, useView } from "./context"
import { cameFrom, Doorway, wayBack } from "./Doorway"
import { Ended } from "./Ended"
import { Fleeting } from "./fleeting"
import { QualityReport } from "./quality-report"
import { Room } from "./Room"
import type { RecordingFaces } from "./recording"
import type { ChatFace } from "./SideChat"
import { LiveConference } from "./store"
import { Waiting } from "./Waiting"

export interface ConferencePageProps {
  chat: ChatFace
  beside: MakeBeside
  slides: SlidesFace
  onReport: OnReport
  recording: RecordingFaces
}

/** A conference from the door to the way out. The route gives what stands beside and on the stage, and who asks about reports. */
export function ConferencePage(props: ConferencePageProps) {
  const { t } = useLingui()
  const { conference: id = "" } = useParams()
  const space = useSpace()
  const you = useYou(space.id)
  const { data, isPending } = useQuery(conferencesQuery(space.id))
  const summary = data?.conferences.find((one) => one.id === id)
  if (summary) return <Inside key={id} summary={summary} you={you} {...props} />
  return (
    <Doorway from={{ slug: space.slug }}>
      {isPending ? (
        <Skeleton lines={5} />
      ) : (
        <Empty
          title={t`We cannot find this conference`}
          action={<ButtonLink to={wayBack({ slug: space.slug })}>{t`Back to the TwinSpace`}</ButtonLink>}
        >
          {t`Perhaps it was cancelled.`}
        </Empty>
      )}
    </Doorway>
  )
}

const membersQuery = (space: Id) =>
  queryOptions({
    queryKey: ["members", space],
    queryFn: () => ask<MemberList>("GET", "/api/spaces/{space}/members", { path: { space } }),
    staleTime: 30_000,
  })

/** Oneself as the others see one: the account's name at once, school and flag when they are known. */
function useYou(space: Id): Person {
  const me = useMe()
  const { data } = useQuery(membersQuery(space))
  const member = data?.members.find(({ is_you }) => is_you)
  const kind = me.account_type === "pupil" ? "pupil" : "teacher"
  if (!member) return { id: me.id, name: me.name, kind, school: null, city: null, country: null }
  const { name, school, city, country } = member
  return { id: me.id, name, kind: member.kind, school, city, country }
}

/** The room of an event, for who may be inside now; the page around it found it. */
export function EventRoomPage({ summary, ...faces }: ConferencePageProps & { summary: ConferenceSummary }) {
  const { id, name } = useMe()
  const you: Person = { id, name, kind: "teacher", school: null, city: null, country: null }
  return <Inside key={summary.id} {...{ summary, you }} {...faces} />
}

function make(
  id: Id,
  you: Id,
  beside: MakeBeside,
): Omit<Here, "you" | "event" | "onReport" | "slides" | "recording"> {
  const weak = thisDeviceIsWeak()
  const media = new Media(line, id, { videoSlots: videoSlotCount(weak), relays: () => relaysOf(id) })
  const own = new OwnSources(weak)
  const conference = new LiveConference(line, media, own, id, you)
  const fleeting = new Fleeting(line, id)
  return { media, own, weak, conference, fleeting, choices: new RoomChoices(), beside: beside(conference) }
}

interface InsideProps extends ConferencePageProps {
  summary: ConferenceSummary
  you: Person
}

function Inside({ summary, you, chat, beside: makeBeside, slides, onReport, recording }: InsideProps) {
  const [parts] = useState(() => make(summary.id, you.id, makeBeside))
  useEffect(() => {
    const { conference, media, own, fleeting, beside } = parts
    const report = new QualityReport(line, media, conference.id)
    // What follows the conference listens before the conference asks to come in.
    const stops = [beside.open(), conference.open(), media.open(), fleeting.open(), report.open()]
    showFigures(media)
    void media.prepare()
    return () => {
      for (const stop of stops) stop()
      own.closeAll()
      showFigures(null)
    }
  }, [parts])
  return (
    <HereContext value={{ ...parts, you, event: summary.event, slides, onReport, recording }}>
      <Screen summary={summary} chat={chat} />
    </HereContext>
  )
}

/** What has been decoded, for benchmarks, stories and support: counters, nothing else. */
function showFigures(media: Media | null): void {
  window.twinspace = media ? { ...window.twinspace, media: { stats: () => media.stats() } } : undefined
}

function Screen({ summary: listed, chat }: { summary: ConferenceSummary; chat: ChatFace }) {
  const { t } = useLingui()
  const view = useView()
  const summary = view.conference ?? listed
  const from = cameFrom(summary)
  useEffect(() => {
    document.title = `${summary.title} · TwinSpace Live`
  }, [summary.title])
  switch (view.phase) {
    case "inside":
      return <Room summary={summary} chat={chat} />
    case "before":
      return (
        <Doorway from={from}>
          <BeforeYouGoIn summary={summary} />
        </Doorway>
      )
    case "entering":
      return (
        <Doorway from={from}>
          <Empty title={t`We are opening the door`} />
        </Doorway>
      )
    case "waiting":
      return (
        <Doorway from={from}>
          <Waiting summary={summary} />
        </Doorway>
      )
    case "out":
      return (
        <Doorway from={from}>
          <Ended summary={summary} />
        </Doorway>
      )
  }
}
