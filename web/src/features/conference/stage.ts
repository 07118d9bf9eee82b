import type { Id, Participant, Slides } from "../../live"
import type { Wish } from "../../live/media-slots"
import type { Layout } from "./choices"

/** Who is shown large, and since when. */
export interface Spotlight {
  user: Id
  source: "camera" | "screen"
  since: number
}

/** The large picture stays at least this long: a cough must not take the stage. */
export const SPOTLIGHT_HOLDS_MS = 2000

interface Scene {
  you: Id
  /** Whom the reader wants to see large, whoever speaks. */
  pinned?: Id | null
  participants: readonly Participant[]
  speakers: readonly Id[]
}

/**
 * Whom the stage shows: everybody in a conference; in an event who leads, who was invited, who sends something, and whom
 * the reader pins. All others listen, and are in the list of people.
 */
export function shownOnStage(
  participants: readonly Participant[],
  event: boolean,
  pinned: Id | null,
): readonly Participant[] {
  if (!event) return participants
  return participants.filter(
    ({ person, role, microphone, camera, screen }) =>
      role !== "attendee" || microphone || camera || screen || person.id === pinned,
  )
}

/** Who is pinned, else a screen share, else who speaks, else who was shown before, else the host; faces before closed cameras. */
export function nextSpotlight(before: Spotlight | null, scene: Scene, now: number): Spotlight | null {
  const pinned = scene.participants.find(({ person }) => person.id === scene.pinned)
  if (pinned) return stayOrMove(before, pinned.person.id, pinned.screen ? "screen" : "camera", now)
  const sharing = scene.participants.find(({ screen }) => screen)
  if (sharing) return stayOrMove(before, sharing.person.id, "screen", now)
  const user = faceOf(before, scene)
  if (user === null) return null
  const held = before && before.source === "camera" && now - before.since < SPOTLIGHT_HOLDS_MS
  if (held && isInside(scene, before.user)) return before
  return stayOrMove(before, user, "camera", now)
}

function stayOrMove(before: Spotlight | null, user: Id, source: Spotlight["source"], now: number): Spotlight {
  return before?.user === user && before.source === source ? before : { user, source, since: now }
}

function faceOf(before: Spotlight | null, scene: Scene): Id | null {
  const others = scene.participants.filter(({ person }) => person.id !== scene.you)
  const speaker = scene.speakers.find((id) => others.some(({ person }) => person.id === id))
  if (speaker) return speaker
  const seen = others.filter(({ camera }) => camera)
  const candidates = seen.length > 0 ? seen : others
  if (before && candidates.some(({ person }) => person.id === before.user)) return before.user
  const host =
    candidates.find(({ role }) => role === "host") ??
    candidates.find(({ person }) => person.kind === "teacher")
  return (host ?? candidates[0] ?? scene.participants[0])?.person.id ?? null
}

function isInside(scene: Scene, user: Id): boolean {
  return scene.participants.some(({ person }) => person.id === user)
}

const RANK: Record<Participant["role"], number> = { host: 0, cohost: 1, presenter: 2, attendee: 3 }

/**
 * The others, in an order that hardly ever moves: hosts, oneself, cameras, then by joining. Hands and speech show on
 * the tiles and must not make them jump.
 */
export function tileOrder(scene: Scene, spotlight: Spotlight | null): Participant[] {
  const shown = spotlight?.source === "camera" ? spotlight.user : null
  const place = (one: Participant) => {
    if (one.person.id === scene.you) return 1.5
    return RANK[one.role] + (one.camera || RANK[one.role] <= RANK.cohost ? 0 : 4)
  }
  return scene.participants
    .filter(({ person }) => person.id !== shown)
    .map((one, joined) => ({ one, joined }))
    .sort((a, b) => place(a.one) - place(b.one) || a.joined - b.joined)
    .map(({ one }) => one)
}

/** The page takes the large place; whom the reader pins, and a screen that somebody shares, come before it. */
export function slidesOnStage(
  scene: { slides: Slides | null; participants: readonly Participant[] },
  pinned: Id | null,
): Slides | null {
  const taken = scene.participants.some(({ person, screen }) => screen || person.id === pinned)
  return taken ? null : scene.slides
}

/** Slides must be seen: while somebody shares, a wall of tiles makes room for the screen or the page. */
export function layoutFor(
  chosen: Layout,
  participants: readonly Participant[],
  slides: boolean = false,
): Layout {
  return chosen === "tiles" && (slides || participants.some(({ screen }) => screen)) ? "both" : chosen
}

const TILES: Record<Layout, { strong: number; weak: number }> = {
  both: { strong: 9, weak: 6 },
  tiles: { strong: 12, weak: 6 },
  speaker: { strong: 0, weak: 0 },
}

/** How many tiles this device shows at once. */
export function tileBudget(layout: Layout, weak: boolean): number {
  return TILES[layout][weak ? "weak" : "strong"]
}

/** Up to so many tiles each is large enough on screen to be worth a sharper picture. */
const SHARP_TILES = 4

/** One page of tiles; a page that is gone (people left) shows the last one. */
export function pageOf<T>(
  list: readonly T[],
  page: number,
  size: number,
): { items: T[]; page: number; pages: number } {
  const pages = Math.max(1, Math.ceil(list.length / size))
  const at = Math.min(Math.max(0, page), pages - 1)
  return { items: list.slice(at * size, (at + 1) * size), page: at, pages }
}

/** The pictures to ask the server for: the large one in full, the tiles small, one's own from one's own camera. */
export function wishesFor(
  you: Id,
  spotlight: Spotlight | null,
  everybody: readonly Participant[],
  tiles: readonly Participant[],
  weak: boolean,
): Wish[] {
  const wishes: Wish[] = []
  const large = everybody.find(({ person }) => person.id === spotlight?.user)
  if (spotlight && large && spotlight.user !== you && large[spotlight.source]) {
    const layer = weak && spotlight.source === "camera" ? "medium" : "high"
    wishes.push({ user: spotlight.user, source: spotlight.source, layer })
  }
  const layer = !large && tiles.length <= SHARP_TILES ? "medium" : "low"
  for (const { person, camera } of tiles) {
    if (camera && person.id !== you) wishes.push({ user: person.id, source: "camera", layer })
  }
  return wishes
}
