import { lazy } from "react"
import { Route, Routes } from "react-router"
import { DevicesPage, PasswordPage, SignInPage } from "../features/account"
import { SpaceDoor, SpaceLayout } from "../features/spaces"
import { ChatRoute } from "./ChatRoute"
import { Gate } from "./Gate"
import { Languages } from "./Languages"
import { NotFoundPage } from "./NotFoundPage"
import { FullShell, Page, Shell } from "./Shell"
import { StrangerPage } from "./StrangerPage"
import { TodayRoute } from "./TodayRoute"

const ProjectsPage = lazy(() => import("../features/projects").then((all) => ({ default: all.ProjectsPage })))
const SpaceHomePage = lazy(() =>
  import("../features/spaces/HomePage").then((all) => ({ default: all.HomePage })),
)
const LivePage = lazy(() => import("../features/spaces/LivePage").then((all) => ({ default: all.LivePage })))
const MembersPage = lazy(() =>
  import("../features/spaces/MembersPage").then((all) => ({ default: all.MembersPage })),
)
const NotificationsPage = lazy(() =>
  import("../features/notifications/NotificationsPage").then((all) => ({ default: all.NotificationsPage })),
)
const MyPupilsPage = lazy(() =>
  import("../features/moderation/MyPupilsPage").then((all) => ({ default: all.MyPupilsPage })),
)
const MyReportsPage = lazy(() =>
  import("../features/moderation/MyReportsPage").then((all) => ({ default: all.MyReportsPage })),
)
const CasesPage = lazy(() =>
  import("../features/moderation/CasesPage").then((all) => ({ default: all.CasesPage })),
)
const CasePage = lazy(() =>
  import("../features/moderation/CasePage").then((all) => ({ default: all.CasePage })),
)
const DecisionPage = lazy(() =>
  import("../features/moderation/DecisionPage").then((all) => ({ default: all.DecisionPage })),
)
const AuditPage = lazy(() =>
  import("../features/moderation/AuditPage").then((all) => ({ default: all.AuditPage })),
)
const WordListsPage = lazy(() =>
  import("../features/moderation/WordListsPage").then((all) => ({ default: all.WordListsPage })),
)
const WallPage = lazy(() =>
  import("../features/moderation/WallPage").then((all) => ({ default: all.WallPage })),
)
const MaterialsPage = lazy(() =>
  import("../features/materials/MaterialsPage").then((all) => ({ default: all.MaterialsPage })),
)
const MaterialRoute = lazy(() => import("./MaterialRoute"))
const EventRoutes = lazy(() => import("./EventRoutes"))
const ContactsPage = lazy(() =>
  import("../features/contacts/ContactsPage").then((all) => ({ default: all.ContactsPage })),
)
const MailboxPage = lazy(() => import("../features/mailbox").then((all) => ({ default: all.MailboxPage })))
const UnsubscribePage = lazy(() =>
  import("../features/mailbox").then((all) => ({ default: all.UnsubscribePage })),
)
const PushPage = lazy(() => import("../features/push").then((all) => ({ default: all.PushPage })))
const CheckRoute = lazy(() => import("./CheckRoute"))
const WatchRoute = lazy(() => import("./WatchRoute"))
const ReportRoute = lazy(() => import("./ReportRoute"))
const KeptRoute = lazy(() => import("./KeptRoute"))
const EventRoomRoute = lazy(() => import("./EventRoomRoute"))
const ConferenceRoute = lazy(() => import("./ConferenceRoute"))

/** Which address shows what. */
export function Pages() {
  const door = <SpaceDoor stranger={<StrangerPage />} />
  return (
    <Routes>
      <Route path="/sign-in" element={<SignInPage language={<Languages />} />} />
      <Route path="/decision/:token" element={<DecisionPage language={<Languages />} />} />
      <Route path="/unsubscribe/:kind/:token" element={<UnsubscribePage language={<Languages />} />} />
      <Route element={<Gate />}>
        <Route element={<Shell />}>
          <Route
            index
            element={
              <Page>
                <TodayRoute />
              </Page>
            }
          />
          <Route
            path="/projects"
            element={
              <Page>
                <ProjectsPage />
              </Page>
            }
          />
          <Route
            path="/notifications"
            element={
              <Page wide={false}>
                <NotificationsPage />
              </Page>
            }
          />
          <Route
            path="/notifications/devices"
            element={
              <Page wide={false}>
                <PushPage />
              </Page>
            }
          />
          <Route path="/events/*" element={<EventRoutes />} />
          <Route
            path="/recordings/:conference/:recording"
            element={
              <Page>
                <WatchRoute />
              </Page>
            }
          />
          <Route
            path="/contacts"
            element={
              <Page wide={false}>
                <ContactsPage />
              </Page>
            }
          />
          <Route
            path="/e-mails"
            element={
              <Page wide={false}>
                <MailboxPage />
              </Page>
            }
          />
          <Route
            path="/my-pupils"
            element={
              <Page>
                <MyPupilsPage />
              </Page>
            }
          />
          <Route
            path="/my-reports"
            element={
              <Page>
                <MyReportsPage />
              </Page>
            }
          />
          <Route
            path="/cases"
            element={
              <Page>
                <CasesPage />
              </Page>
            }
          />
          <Route
            path="/cases/:case"
            element={
              <Page>
                <CasePage />
              </Page>
            }
          />
          <Route
            path="/audit"
            element={
              <Page>
                <AuditPage />
              </Page>
            }
          />
          <Route
            path="/word-lists"
            element={
              <Page>
                <WordListsPage />
              </Page>
            }
          />
          <Route
            path="/password"
            element={
              <Page>
                <PasswordPage />
              </Page>
            }
          />
          <Route
            path="/devices"
            element={
              <Page>
                <DevicesPage />
              </Page>
            }
          />
        </Route>
        <Route element={<FullShell />}>
          <Route path="/wall" element={<WallPage />} />
        </Route>
        <Route path="/events/:event/room" element={<EventRoomRoute />} />
        <Route path="/t/:slug" element={door}>
          <Route element={<Shell />}>
            <Route element={<SpaceLayout />}>
              <Route
                index
                element={
                  <Page>
                    <SpaceHomePage />
                  </Page>
                }
              />
              <Route
                path="live"
                element={
                  <Page>
                    <LivePage />
                  </Page>
                }
              />
              <Route
                path="report/:conference"
                element={
                  <Page>
                    <ReportRoute />
                  </Page>
                }
              />
              <Route
                path="check"
                element={
                  <Page>
                    <CheckRoute />
                  </Page>
                }
              />
              <Route
                path="kept/:room?"
                element={
                  <Page>
                    <KeptRoute />
                  </Page>
                }
              />
              <Route
                path="materials/:section?/:folder?"
                element={
                  <Page>
                    <MaterialsPage />
                  </Page>
                }
              />
              <Route
                path="materials/item/:material"
                element={
                  <Page>
                    <MaterialRoute />
                  </Page>
                }
              />
              <Route
                path="members"
                element={
                  <Page>
                    <MembersPage />
                  </Page>
                }
              />
            </Route>
          </Route>
          <Route element={<FullShell />}>
            <Route path="chat/:room?" element={<ChatRoute />} />
          </Route>
          <Route path="conference/:conference" element={<ConferenceRoute />} />
        </Route>
      </Route>
      <Route path="*" element={<NotFoundPage />} />
    </Routes>
  )
}
