import { lazy, Suspense } from "react"
import { Route, Routes } from "react-router"
import { useMe } from "../features/account"
import { EventRecordings } from "../features/recording"
import { NotFoundPage } from "./NotFoundPage"
import { Page } from "./Shell"

const EventsPage = lazy(() => import("../features/events").then((all) => ({ default: all.EventsPage })))
const EventPage = lazy(() =>
  import("../features/events/EventPage").then((all) => ({ default: all.EventPage })),
)
const EventReportRoute = lazy(() => import("./EventReportRoute"))
const EventCheckRoute = lazy(() => import("./EventCheckRoute"))
const PrepareRoute = lazy(() => import("./PrepareRoute"))
const MakePage = lazy(() => import("../features/events/MakePage").then((all) => ({ default: all.MakePage })))

/** The calendar and its events; pupils have none (domain 5.2). */
export default function EventRoutes() {
  const me = useMe()
  if (me.account_type === "pupil") return <NotFoundPage />
  return (
    <Page>
      <Routes>
        <Route index element={<EventsPage mayLead={me.account_type === "staff"} />} />
        <Route path="new" element={<MakePage me={me} />} />
        <Route
          path=":event"
          element={
            <EventPage
              recordings={(event) => (
                <Suspense>
                  <EventRecordings event={event} />
                </Suspense>
              )}
            />
          }
        />
        <Route path=":event/edit" element={<MakePage me={me} />} />
        <Route path=":event/prepare" element={<PrepareRoute />} />
        <Route path=":event/check" element={<EventCheckRoute />} />
        <Route path=":event/report" element={<EventReportRoute />} />
      </Routes>
    </Page>
  )
}
