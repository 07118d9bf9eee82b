import { lazy, Suspense } from "react"
import { useMe } from "../features/account"
import { TodayPage } from "../features/projects"
import { ConferenceRing, isOver, nextOf, WayIn } from "../features/spaces"

const EventsToday = lazy(() =>
  import("../features/events/EventsToday").then((all) => ({ default: all.EventsToday })),
)

/** Today, with the parts of a conference that belong to the spaces. */
export function TodayRoute() {
  const pupil = useMe().account_type === "pupil"
  return (
    <TodayPage
      nextOf={nextOf}
      isOver={isOver}
      ring={(conference) => <ConferenceRing conference={conference} />}
      events={
        !pupil && (
          <Suspense>
            <EventsToday />
          </Suspense>
        )
      }
      wayIn={(conference) => <WayIn conference={conference} slug={conference.space_slug} small />}
    />
  )
}
