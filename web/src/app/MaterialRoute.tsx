import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { useMe } from "../features/account"
import { MaterialPage } from "../features/materials/MaterialPage"
import { ReportDialog, type Reported } from "../features/moderation"
import { spaceQuery, useSpace } from "../features/spaces"

/** One material, and the way to report what somebody else has shared. */
export default function MaterialRoute() {
  const space = useSpace()
  const me = useMe()
  const { data: home } = useQuery(spaceQuery(space.id))
  const [reported, setReported] = useState<Reported | null>(null)
  const may = home?.may.includes("CHAT_REPORT")
  return (
    <>
      <MaterialPage
        mayReport={(owner) => !!may && owner !== me.id}
        onReport={({ id, title }) => setReported({ target: "material", id, name: title })}
      />
      <ReportDialog space={space.id} reported={reported} onClose={() => setReported(null)} />
    </>
  )
}
