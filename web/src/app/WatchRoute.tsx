import { useState } from "react"
import { ReportDialog } from "../features/moderation"
import { WatchPage } from "../features/recording"
import type { Recording } from "../live"

/** A recording, with the way to report it. */
export default function WatchRoute() {
  const [reported, setReported] = useState<Recording | null>(null)
  return (
    <>
      <WatchPage onReport={setReported} />
      <ReportDialog
        space={reported?.space ?? ""}
        reported={reported && { target: "recording", id: reported.id, name: reported.title }}
        onClose={() => setReported(null)}
      />
    </>
  )
}
