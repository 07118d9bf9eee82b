import { ask } from "./http"
import { Refusal } from "./refusal"
import { Line } from "./socket"

/** The line of this tab. `app/` starts it after sign-in and stops it at sign-out. */
export const line = new Line({
  url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`,
  network: {
    addEventListener: (type, listener) => window.addEventListener(type, listener),
    removeEventListener: (type, listener) => window.removeEventListener(type, listener),
    get onLine() {
      return navigator.onLine
    },
  },
  stillSignedIn: async () => {
    try {
      await ask("GET", "/api/me")
      return true
    } catch (error) {
      return !(error instanceof Refusal && error.status === 401)
    }
  },
})

export { type Charge, calms, changesRules, decidesAbout } from "./charge"
export { type Ask, ask } from "./http"
export { type Followed, onInside } from "./inside"
export { LineLost, Refusal } from "./refusal"
export { LiveRoom, mergePresence, type RoomView } from "./rooms"
export { type Asked, Line, type LineState, type Told } from "./socket"
export { sendFile, type Upload } from "./upload"
export type * from "./wire"
