import { TodayPage } from "../features/projects"
import { ConferenceRing, isOver, nextOf, WayIn } from "../features/spaces"

/** Today, with the parts of a conference that belong to the spaces. */
export function TodayRoute() {
  return (
    <TodayPage
      nextOf={nextOf}
      isOver={isOver}
      ring={(conference) => <ConferenceRing conference={conference} />}
      wayIn={(conference) => <WayIn conference={conference} slug={conference.space_slug} small />}
    />
  )
}
