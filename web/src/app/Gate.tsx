import { useLingui } from "@lingui/react/macro"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useEffect, useMemo } from "react"
import { Navigate, Outlet, useLocation, useNavigate, useParams } from "react-router"
import {
  changeLanguage,
  forget,
  meQuery,
  PupilSignInPage,
  staffWasHere,
  wasExpired,
} from "../features/account"
import { line, type Me, Refusal } from "../live"
import { Button, Empty, explain, Skeleton, ZoneContext } from "../ui"
import { chosenHere, isLanguage, speak } from "./i18n"
import { Languages } from "./Languages"

/** Lets signed-in people pass; shows everybody else the right door: a TwinSpace's own, or the one for staff. */
export function Gate() {
  const { i18n, t } = useLingui()
  const { slug } = useParams()
  const { pathname, search } = useLocation()
  const queries = useQueryClient()
  const { data: me, error, refetch } = useQuery(meQuery)
  if (error && me === undefined)
    return (
      <Empty
        title={explain(i18n, error)}
        action={<Button onPress={() => void refetch()}>{t`Try again`}</Button>}
      />
    )
  if (me === undefined) return <Skeleton lines={4} />
  if (me === null) {
    const expired = wasExpired(queries)
    if (slug && !staffWasHere())
      return <PupilSignInPage slug={slug} language={<Languages />} expired={expired} />
    const why = expired ? "why=expired&" : ""
    return <Navigate to={`/sign-in?${why}next=${encodeURIComponent(pathname + search)}`} replace />
  }
  return (
    <ZoneContext value={me.time_zone}>
      <Watch />
      <OwnLanguage me={me} />
      <OwnDevice me={me} />
      <Outlet />
    </ZoneContext>
  )
}

/** Speaks the account's language from the sign-in on; what was chosen at the door a moment ago becomes the account's. */
function OwnLanguage({ me }: { me: Me }) {
  useEffect(() => {
    const chosen = chosenHere()
    if (chosen && chosen !== me.locale) changeLanguage(chosen).catch(() => undefined)
    else if (!chosen && isLanguage(me.locale)) void speak(me.locale, true)
  }, [me.locale])
  return null
}

/** Keeps this device among those that tell of news, when its owner signs in anew; loaded for nobody else. */
function OwnDevice({ me }: { me: Me }) {
  useEffect(() => {
    if (localStorage.getItem("twinspace.push") !== me.id) return
    void import("../features/push/keeping").then(({ keepUp }) => keepUp(me.id)).catch(() => undefined)
  }, [me.id])
  return null
}

/** Keeps the line open while somebody is signed in, and leads to the door when the sign-in has ended. */
function Watch() {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { pathname, search } = useLocation()
  const here = useMemo(() => ({ path: "" }), [])
  here.path = pathname + search
  useEffect(() => {
    const expired = () => {
      forget(queries, true)
      if (!here.path.startsWith("/t/")) navigate(`/sign-in?why=expired&next=${encodeURIComponent(here.path)}`)
    }
    const stopWatching = line.onState((state) => state === "signed_out" && expired())
    const stopErrors = queries.getQueryCache().subscribe((event) => {
      const problem = event.type === "updated" && event.action.type === "error" ? event.action.error : null
      if (problem instanceof Refusal && problem.status === 401) expired()
    })
    line.start()
    return () => {
      stopWatching()
      stopErrors()
      line.stop()
    }
  }, [queries, navigate, here])
  return null
}
