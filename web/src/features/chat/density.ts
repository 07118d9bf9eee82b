import { useSyncExternalStore } from "react"

export type Density = "comfortable" | "compact"

const KEY = "twinspace.density"
const listeners = new Set<() => void>()
let chosen: Density | null = null

function read(): Density {
  if (chosen) return chosen
  try {
    chosen = localStorage.getItem(KEY) === "compact" ? "compact" : "comfortable"
  } catch {
    chosen = "comfortable"
  }
  return chosen
}

/** How close messages stand, as this device remembers it. */
export function choose(density: Density): void {
  chosen = density
  try {
    localStorage.setItem(KEY, density)
  } catch {
    // It lasts until the page is loaded again.
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useDensity = (): Density => useSyncExternalStore(subscribe, read)
