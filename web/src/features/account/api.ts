import { type QueryClient, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query"
import { ask, type LoginSessions, line, type Me, Refusal, type SignedIn, type SignInPage } from "../../live"

/** Who is signed in; null for nobody. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async (): Promise<Me | null> => {
    try {
      return await ask<Me>("GET", "/api/me")
    } catch (error) {
      if (error instanceof Refusal && error.status === 401) return null
      throw error
    }
  },
})

export const signInPageQuery = (slug: string | null) =>
  queryOptions({
    queryKey: ["sign-in-page", slug],
    queryFn: () => ask<SignInPage>("GET", "/api/sign-in", slug ? { query: { space: slug } } : {}),
    retry: false,
  })

export const loginSessionsQuery = queryOptions({
  queryKey: ["login-sessions"],
  queryFn: () => ask<LoginSessions>("GET", "/api/login-sessions"),
})

/** The signed-in user; only below the gate, where there is one. */
export function useMe(): Me {
  const { data } = useQuery(meQuery)
  if (!data) throw new Error("useMe stands above the sign-in gate")
  return data
}

export interface Credentials {
  username: string
  password: string
  slug?: string | null
}

export async function signIn(
  queries: QueryClient,
  { username, password, slug = null }: Credentials,
): Promise<SignedIn> {
  const body = { username: username.trim(), password, slug }
  const signedIn = await ask<SignedIn>("POST", "/api/sign-in", { body })
  forgetAnswers(queries)
  forgetDrafts(signedIn.me.id)
  queries.setQueryData(meQuery.queryKey, signedIn.me)
  rememberDoor(signedIn.me.account_type === "pupil" ? null : "staff")
  return signedIn
}

/** Drop what was asked for somebody else. Who is signed in stays in place: the gate watches that very query. */
function forgetAnswers(queries: QueryClient): void {
  queries.removeQueries({ predicate: (query) => query.queryKey[0] !== meQuery.queryKey[0] })
}

const DOOR = "twinspace.door"

/** Which door this device's user last came in by: staff do not find themselves before the pupils' one. */
export function rememberDoor(door: "staff" | null): void {
  if (door) localStorage.setItem(DOOR, door)
  else localStorage.removeItem(DOOR)
}

/** Whether staff were signed in here and have not signed out themselves. */
export const staffWasHere = (): boolean => localStorage.getItem(DOOR) === "staff"

const EXPIRED = ["sign-in-expired"]

/** Whether somebody was here whose sign-in has ended by itself. */
export const wasExpired = (queries: QueryClient): boolean => queries.getQueryData(EXPIRED) === true

/** Forget everything of this person on this device. */
export function forget(queries: QueryClient, expired = false): void {
  line.stop()
  forgetAnswers(queries)
  for (const key of Object.keys(sessionStorage))
    if (key.startsWith("twinspace.")) sessionStorage.removeItem(key)
  forgetDrafts()
  // Signing out ends what was asked for here; a sign-in that ended by itself does not (`features/push/keeping.ts`).
  if (!expired) localStorage.removeItem("twinspace.push")
  queries.setQueryData(EXPIRED, expired)
  queries.setQueryData(meQuery.queryKey, null)
}

/** What somebody began to write in a chatroom is nobody else's to read (`features/chat/outgoing.ts`). */
function forgetDrafts(of = ""): void {
  for (const key of Object.keys(localStorage))
    if (key.startsWith("twinspace.draft.") && !(of && key.includes(of))) localStorage.removeItem(key)
}

/** Signs out and loads the page anew, so that nothing of this person stays in memory: computers at school are shared. */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient()
  const { account_type } = useMe()
  return async () => {
    await ask("POST", "/api/sign-out").catch(() => undefined)
    const door = account_type === "pupil" ? /^\/t\/[^/]+/.exec(location.pathname)?.[0] : undefined
    forget(queries)
    rememberDoor(null)
    location.assign(door ?? "/sign-in")
  }
}

export const revoke = (id: string) =>
  ask("DELETE", "/api/login-sessions/{login_session}", { path: { login_session: id } })

export const changePassword = (current: string, renewed: string) =>
  ask("POST", "/api/me/password", { body: { current, new: renewed } })

export const changeLanguage = (locale: string) => ask<Me>("PATCH", "/api/me", { body: { locale } })
