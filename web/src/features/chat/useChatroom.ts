import { useEffect, useMemo, useSyncExternalStore } from "react"
import { type Charge, type Id, LiveRoom, line, type Person, type RoomState } from "../../live"
import { shelfOf } from "./outgoing"
import { ChatStore } from "./store"

/** What the chat must know of the room it is in. */
export interface Inside extends Charge {
  you: Pick<Person, "id" | "name" | "kind">
  people: readonly Person[]
  state: RoomState["state"]
  /** Its space goes on: what can only be read is this room alone. */
  isSpaceOpen?: boolean
  /** Why one may not write now though one may otherwise, as a code of the server: in a conference its teacher decides. */
  closed?: string | null
}

const stores = new Map<Id, ChatStore>()

/** One store per room and tab: leaving the page and coming back shows at once what was there. */
function storeOf(room: Id, me: Id): ChatStore {
  const key = `${me} ${room}`
  const known = stores.get(key) ?? new ChatStore(line, room, me, shelfOf(room, me))
  stores.set(key, known)
  return known
}

/** Enter a chatroom and keep its chat up to date while the component is on the page. */
export function useChatroom(room: Id, me: Id) {
  const live = useMemo(() => new LiveRoom(line, room), [room])
  const store = useMemo(() => storeOf(room, me), [room, me])
  useEffect(() => {
    const stops = [store.open(), live.afterEntering(() => void store.entered()), live.open()]
    return () => {
      for (const stop of stops) stop()
    }
  }, [live, store])
  const view = useSyncExternalStore(live.subscribe, live.read)
  return { view, store }
}

/** The chat of a room that somebody else has entered for us: a conference's. */
export function useChatInside(room: Id, me: Id): ChatStore {
  const store = useMemo(() => storeOf(room, me), [room, me])
  useEffect(() => {
    const stops = [store.open(), line.onOpen(() => void store.entered())]
    return () => {
      for (const stop of stops) stop()
    }
  }, [store])
  return store
}

export const useChat = (store: ChatStore) => useSyncExternalStore(store.subscribe, store.read)
