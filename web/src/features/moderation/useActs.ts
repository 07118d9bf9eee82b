import { useLingui } from "@lingui/react/macro"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useEffect, useState } from "react"
import { type Id, line, type Message, type WallRoom } from "../../live"
import { explain, toasts } from "../../ui"
import { type Act, offered } from "./acts"
import { approve, changedMeanwhile, hold, mute, report, rulesQuery, setRules, unmute } from "./api"
import { isGoing, keep, removeSoon, spare } from "./removing"
import { useRulesAsTold } from "./useRulesAsTold"

const MUTE_MINUTES = 10

const lasts = (until: string | null) => until === null || Date.parse(until) > line.serverNow()

export type Acts = Partial<Record<string, () => void>>

interface Listeners {
  /** Somebody has changed it meanwhile. */
  onStale: () => void
  onWarn: (message: Message) => void
  /** It waits no more: the next one may be looked at. */
  onDecided: (message: Id) => void
}

/** What the keys do with the chosen message; what can be undone is offered to be undone. */
export function useActs(
  room: WallRoom,
  message: Message | undefined,
  { onStale, onWarn, onDecided }: Listeners,
) {
  const { t, i18n } = useLingui()
  const queries = useQueryClient()
  // Its answer is for those inside, as the messages are.
  const { data: rules } = useQuery({ ...rulesQuery(room.room), enabled: message !== undefined })
  useRulesAsTold(room.room)
  const refused = (error: unknown) => void toasts.say(explain(i18n, error), { kind: "bad" })
  function run<T>(work: () => Promise<T>, done: string, undo?: (made: T) => Promise<unknown>, decided?: Id) {
    work().then(
      (made) => {
        if (decided) onDecided(decided)
        void queries.invalidateQueries({ queryKey: ["room-past", room.room] })
        const back = undo && (() => run(() => undo(made), t`Undone.`))
        toasts.say(done, back && { action: { label: t`Undo`, run: back } })
      },
      (error: unknown) => {
        refused(error)
        if (changedMeanwhile(error)) onStale()
      },
    )
  }
  // What was answered here is newer than what the wall tells a moment later.
  const [state, setState] = useState(room.state)
  useEffect(() => setState(room.state), [room.state])
  const paused = state === "paused"
  const pause = (wanted: string) => async () => setState((await setRules(room.room, { state: wanted })).state)
  const all: Record<Act, () => void> = {
    a: on((one) =>
      run(
        () => {
          spare(one.id)
          return approve(one)
        },
        t`Everybody can read it now.`,
        () => hold(one.room, one.id),
        one.id,
      ),
    ),
    h: on((one) =>
      run(
        () => hold(one.room, one.id),
        t`It is held.`,
        (held) => approve(held),
      ),
    ),
    d: on((one) =>
      run(
        () => removeSoon(one, refused),
        t`Nobody reads it any more. In a moment it is gone for good.`,
        keep,
        one.id,
      ),
    ),
    m: on(({ room: at, author }) =>
      run(
        () => mute(at, author.id, MUTE_MINUTES),
        t`Muted for ten minutes.`,
        () => unmute(at, author.id),
      ),
    ),
    w: on(onWarn),
    e: on(({ id }) =>
      run(
        () => report(room.space, { target: "message", id, reason: "other", text: "" }),
        t`Evidence is sealed in a case.`,
      ),
    ),
    l: () =>
      run(
        pause(paused ? "open" : "paused"),
        paused ? t`The room goes on.` : t`The room is paused.`,
        pause(paused ? "paused" : "open"),
      ),
  }
  function on(work: (one: Message) => void) {
    return () => message && work(message)
  }
  const isMuted =
    rules?.muted.some(({ person, until }) => person.id === message?.author.id && lasts(until)) ?? false
  // Until the rules have come nobody knows whether there is a mute to be cut.
  const chosen = message ? { message, isMuted: isMuted || !rules, isGoing: isGoing(message.id) } : null
  const now = offered(room, chosen)
  const words = [
    ["a", "check", t`Approve`],
    ["h", "hand-palm", t`Hold`],
    ["d", "trash", t`Delete`],
    ["m", "chat-slash", t`Mute for 10 minutes`],
    ["w", "warning-circle", t`Write to the pupil`],
    ["e", "shield-check", t`Keep evidence`],
    ["l", paused ? "play" : "pause", paused ? t`Let the room go on` : t`Pause the room`],
  ] as const
  const act: Acts = Object.fromEntries([...now].map((key) => [key, all[key]]))
  return { act, doing: words.filter(([key]) => now.has(key)), isMuted }
}
