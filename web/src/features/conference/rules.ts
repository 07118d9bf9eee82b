import type { Lock } from "../../live"

export type Preset = "lecture" | "discussion" | "workshop"

/** The pages' words for three sets of locks; a conference begins as a discussion. The chat is locked apart from them. */
export const PRESETS: Record<Preset, readonly Lock[]> = {
  lecture: ["camera", "microphone", "screen"],
  discussion: ["screen"],
  workshop: [],
}

const besideTheChat = (locks: readonly Lock[]) => locks.filter((lock) => lock !== "chat").sort()

/** Which of the three sets is in force; null for a set of one's own. */
export function presetOf(locks: readonly Lock[]): Preset | null {
  const now = besideTheChat(locks).join()
  const found = Object.entries(PRESETS).find(([, set]) => set.join() === now)
  return (found?.[0] as Preset | undefined) ?? null
}

/** The locks after choosing a preset: the chat stays as it is. */
export function withPreset(locks: readonly Lock[], preset: Preset): Lock[] {
  return [...PRESETS[preset], ...locks.filter((lock) => lock === "chat")]
}

/** The locks after turning one of them. */
export function turned(locks: readonly Lock[], lock: Lock): Lock[] {
  return locks.includes(lock) ? locks.filter((one) => one !== lock) : [...locks, lock]
}

export type PreparedPreset = Preset | "quiet"

/** What the doors of an event may open with: here the chat belongs to the choice. */
export const PREPARED: Record<PreparedPreset, readonly Lock[]> = {
  ...PRESETS,
  quiet: ["camera", "chat", "microphone", "screen"],
}

/** Which of them it is; null for a set of one's own. */
export function preparedOf(locks: readonly Lock[]): PreparedPreset | null {
  const now = [...locks].sort().join()
  const found = Object.entries(PREPARED).find(([, set]) => set.join() === now)
  return (found?.[0] as PreparedPreset | undefined) ?? null
}
