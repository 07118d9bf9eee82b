import { keepPreviousData, queryOptions } from "@tanstack/react-query"
import { ask, type ContactList, type FoundPeople, type Id } from "../../live"

export const contactsQuery = queryOptions({
  queryKey: ["contacts"],
  queryFn: () => ask<ContactList>("GET", "/api/contacts"),
})

/** The fewest letters that are worth a search. */
export const LEAST = 2

export const peopleQuery = (q: string) =>
  queryOptions({
    queryKey: ["people", q],
    queryFn: () => ask<FoundPeople>("GET", "/api/people", { query: { q } }),
    enabled: q.replace(/\s/g, "").length >= LEAST,
    placeholderData: keepPreviousData,
  })

export const askContact = (user: Id, message: string) =>
  ask<ContactList>("POST", "/api/contact-requests", { body: { user, message } })

export const answer = (request: Id, yes: boolean) =>
  ask<ContactList>("POST", `/api/contact-requests/{request}/${yes ? "accept" : "decline"}`, {
    path: { request },
  })

export const takeBack = (request: Id) =>
  ask<ContactList>("DELETE", "/api/contact-requests/{request}", { path: { request } })

export const remove = (user: Id) => ask<ContactList>("DELETE", "/api/contacts/{user}", { path: { user } })
