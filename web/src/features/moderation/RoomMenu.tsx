import { useLingui } from "@lingui/react/macro"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { calms, changesRules, type Person, type RoomRules, type RoomState } from "../../live"
import { Choice, explain, IconButton, MenuButton, MenuLine, Tag, toasts } from "../../ui"
import { rulesQuery, setRules, unmute } from "./api"
import { HoursDialog } from "./HoursDialog"
import { MuteDialog } from "./MuteDialog"
import styles from "./moderation.module.css"
import { useRulesAsTold } from "./useRulesAsTold"
import { WarningsDialog } from "./WarningsDialog"

const SLOW = [0, 10, 30, 60, 120] as const

/** What a room allows now: in words for everybody, as a menu of what each of its teachers may change. */
export function RoomMenu({ room }: { room: RoomState }) {
  const { t } = useLingui()
  const { data } = useQuery(rulesQuery(room.room))
  useRulesAsTold(room.room)
  const watched = room.people.some((one) => one.kind === "moderator")
  return (
    <>
      {watched && <Tag kind="info" icon="shield-check">{t`Moderator present`}</Tag>}
      {data && <Marks rules={data} teaches={room.you.kind !== "pupil"} />}
      {data && room.you.kind === "teacher" && room.may.includes("CHAT_MODERATE") && (
        <Menu room={room} rules={data} />
      )}
    </>
  )
}

function Marks({ rules: { rules, muted }, teaches }: { rules: RoomRules; teaches: boolean }) {
  const { t } = useLingui()
  const seconds = rules.slow_mode_s
  return (
    <span className={styles.marks}>
      {seconds > 0 && <Tag icon="clock">{t`Slow: ${seconds} s`}</Tag>}
      {rules.hours && <Tag icon="clock">{`${rules.hours.opens}–${rules.hours.closes}`}</Tag>}
      {!rules.pupils_can_write && <Tag icon="lock-simple">{t`Teachers write`}</Tag>}
      {teaches && muted.length > 0 && <Tag kind="hold" icon="chat-slash">{t`${muted.length} muted`}</Tag>}
    </span>
  )
}

function Menu({ room, rules: { rules, muted, state } }: { room: RoomState; rules: RoomRules }) {
  const { t, i18n } = useLingui()
  const queries = useQueryClient()
  const [asking, setAsking] = useState<"hours" | "warnings" | null>(null)
  const [muting, setMuting] = useState<Person | null>(null)
  const pupils = room.people.filter((one) => calms(room, one))
  const silent = new Set(muted.map(({ person }) => person.id))

  async function act(work: () => Promise<RoomRules>) {
    try {
      queries.setQueryData(rulesQuery(room.room).queryKey, await work())
    } catch (error) {
      toasts.say(explain(i18n, error), { kind: "bad" })
    }
  }

  function choose(key: string) {
    const [verb, value = ""] = key.split(" ")
    if (verb === "pause")
      void act(() => setRules(room.room, { state: state === "paused" ? "open" : "paused" }))
    else if (verb === "write")
      void act(() => setRules(room.room, { pupils_can_write: !rules.pupils_can_write }))
    else if (verb === "slow") void act(() => setRules(room.room, { slow_mode_s: Number(value) }))
    else if (verb === "hours" || verb === "warnings") setAsking(verb)
    else if (verb === "mute") setMuting(pupils.find((one) => one.id === value) ?? null)
    else if (verb === "unmute") void act(() => unmute(room.room, value))
  }

  return (
    <>
      <MenuButton
        aria-label={t`Rules of this room`}
        onAction={(key) => choose(String(key))}
        button={<IconButton icon="gear-six" label={t`Rules of this room`} />}
      >
        {changesRules(room) && state !== "read_only" && (
          <>
            <Choice id="pause" icon={state === "paused" ? "play" : "pause"}>
              {state === "paused" ? t`Go on: pupils write again` : t`Pause: only teachers write`}
            </Choice>
            <Choice id="write" icon="student" checked={rules.pupils_can_write}>
              {t`Pupils can write`}
            </Choice>
            <Choice id="hours" icon="clock">
              {t`Hours for pupils …`}
            </Choice>
            <MenuLine />
            {SLOW.map((seconds) => (
              <Choice
                key={seconds}
                id={`slow ${seconds}`}
                icon="clock"
                checked={rules.slow_mode_s === seconds}
              >
                {seconds ? t`One message in ${seconds} seconds` : t`No slow mode`}
              </Choice>
            ))}
            <MenuLine />
          </>
        )}
        <Choice id="warnings" icon="warning-circle">
          {t`What pupils were told …`}
        </Choice>
        {muted
          .filter(({ person }) => calms(room, person))
          .map(({ person }) => (
            <Choice key={person.id} id={`unmute ${person.id}`} icon="chat-circle-text">
              {t`Let ${person.name} write again`}
            </Choice>
          ))}
        {pupils
          .filter((one) => !silent.has(one.id))
          .map((one) => (
            <Choice key={one.id} id={`mute ${one.id}`} icon="chat-slash">
              {t`Mute ${one.name} …`}
            </Choice>
          ))}
      </MenuButton>
      <HoursDialog
        hours={rules.hours}
        open={asking === "hours"}
        onClose={() => setAsking(null)}
        onSave={(hours) => void act(() => setRules(room.room, { hours })).then(() => setAsking(null))}
      />
      <MuteDialog room={room.room} pupil={muting} onClose={() => setMuting(null)} />
      <WarningsDialog room={room.room} open={asking === "warnings"} onClose={() => setAsking(null)} />
    </>
  )
}
