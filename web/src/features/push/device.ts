import type { AddPushDevice } from "../../live"

const WORKER = "/push.js"

/** Why a browser gives no subscription. */
export class NoPush extends Error {
  constructor(readonly why: "denied" | "failed") {
    super(why)
  }
}

/** Whether this browser has push at all; on iPhones only pages on the home screen do. */
export const knowsPush = (): boolean =>
  "serviceWorker" in navigator && "PushManager" in window && "Notification" in window

/** Ask the person and then the browser's push service; only ever after a click. */
export async function subscribe(key: string): Promise<AddPushDevice> {
  if ((await Notification.requestPermission()) !== "granted") throw new NoPush("denied")
  const registration = await navigator.serviceWorker.register(WORKER)
  await active(registration)
  const before = await registration.pushManager.getSubscription()
  if (before && keyOf(before) === key) return said(before)
  await before?.unsubscribe()
  try {
    return said(
      await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }),
    )
  } catch {
    throw new NoPush("failed")
  }
}

/** What this browser has, without asking anybody; null when it has none, or one for another server's key. */
export async function subscribed(key: string): Promise<AddPushDevice | null> {
  if (!knowsPush() || Notification.permission !== "granted") return null
  const registration = await navigator.serviceWorker.getRegistration("/")
  const found = await registration?.pushManager.getSubscription()
  return found && keyOf(found) === key ? said(found) : null
}

/** Give back what this browser has. */
export async function unsubscribe(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration("/")
  await (await registration?.pushManager?.getSubscription())?.unsubscribe()
}

function said(subscription: PushSubscription): AddPushDevice {
  const { endpoint, keys } = subscription.toJSON()
  return { endpoint: endpoint ?? "", p256dh: keys?.p256dh ?? "", auth: keys?.auth ?? "" }
}

function keyOf({ options }: PushSubscription): string {
  return options.applicationServerKey ? asText(new Uint8Array(options.applicationServerKey)) : ""
}

/** Base64 for addresses, without filling. */
export function asText(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "")
}

/** A subscription needs a worker that runs. */
function active(registration: ServiceWorkerRegistration): Promise<void> {
  const worker = registration.installing ?? registration.waiting
  if (!worker || registration.active) return Promise.resolve()
  return new Promise((done) => {
    worker.addEventListener("statechange", () => worker.state === "activated" && done())
  })
}
