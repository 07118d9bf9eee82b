// The part of the page that is awake while no page is open: it shows what the server pushes, and opens the right page
// at a tap. It answers no request and keeps nothing, so no page and no word of anybody ever comes from a store.

self.addEventListener("install", () => self.skipWaiting())

self.addEventListener("push", (event) => event.waitUntil(show(event.data)))

self.addEventListener("notificationclick", (event) => {
  event.notification.close()
  event.waitUntil(open(event.notification.data))
})

const pages = () => self.clients.matchAll({ type: "window", includeUncontrolled: true })

async function show(data) {
  const told = data?.json()
  if (!told?.id) return
  // Whoever has a page before the eyes hears the bell there.
  if ((await pages()).some(({ visibilityState }) => visibilityState === "visible")) return
  await self.registration.showNotification(told.title, {
    body: told.body,
    lang: told.lang,
    dir: "auto",
    icon: "/icon.svg",
    // What comes twice is shown once.
    tag: told.id,
    data: { id: told.id, url: told.url },
  })
}

async function open({ id, url }) {
  const address = new URL(url, self.location.origin)
  if (address.origin !== self.location.origin) return
  await Promise.all([goTo(address), read(id)])
}

/** A page that shows it already comes to the front; no other is led away from what somebody does there. */
async function goTo(address) {
  const there = (await pages()).find((page) => new URL(page.url).pathname === address.pathname)
  if (there) await there.focus()
  else await self.clients.openWindow(address.pathname)
}

/** Seen here is read behind the bell; where that cannot be said now, it stays unread. */
async function read(id) {
  await fetch("/api/notifications/read", {
    method: "POST",
    credentials: "same-origin",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ids: [id] }),
  }).catch(() => undefined)
}
