import { ConferencePage } from "../features/conference"
import { useSpace } from "../features/spaces"
import { FACES, RoomParts } from "./RoomParts"

/** A conference of a TwinSpace with the chat beside its stage. */
export default function ConferenceRoute() {
  return (
    <RoomParts space={useSpace()}>
      {(onReport) => <ConferencePage {...FACES} onReport={onReport} />}
    </RoomParts>
  )
}
