import { ChatPanel } from "../features/chat"
import { ConferencePage } from "../features/conference"

/** A conference with the chat beside its stage. */
export default function ConferenceRoute() {
  return <ConferencePage chat={ChatPanel} />
}
