import type { Id, Layer, Slot, Want } from "./wire"

/** One picture that the page would like to show; the page lists them with the most wanted first. */
export interface Wish {
  user: Id
  source: "camera" | "screen"
  layer: Layer
}

/**
 * Which slot shows which wish. What is shown already stays in its slot (another slot would mean a new key frame and a
 * blink); newcomers take the first free slots; when there are more wishes than slots the last ones are not shown.
 */
export function assignSlots(
  mids: readonly string[],
  before: readonly Want[],
  wishes: readonly Wish[],
): Want[] {
  const wanted = wishes.slice(0, mids.length)
  const kept = new Map<string, Wish>()
  const homeless: Wish[] = []
  for (const wish of wanted) {
    const slot = before.find((want) => want.user === wish.user && (want.source ?? "camera") === wish.source)
    if (slot && mids.includes(slot.mid) && !kept.has(slot.mid)) kept.set(slot.mid, wish)
    else homeless.push(wish)
  }
  return mids.map((mid) => {
    const wish = kept.get(mid) ?? homeless.shift()
    return wish ? { mid, ...wish } : { mid, user: null }
  })
}

/** Whether two assignments ask the server for the same. */
export function sameWants(a: readonly Want[], b: readonly Want[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** The slot that carries a picture now, if the server has one flowing. */
export function slotShowing(slots: readonly Slot[], user: Id, source: "camera" | "screen"): string | null {
  return slots.find((slot) => slot.user === user && slot.source === source)?.mid ?? null
}

/** What the machine can decode and draw without getting hot: phones and old school laptops get fewer pictures. */
export function isWeak(device: { cores?: number; memoryGb?: number; phone?: boolean }): boolean {
  return (device.cores ?? 8) <= 2 || (device.memoryGb ?? 8) <= 4 || device.phone === true
}

/** This device, as far as the browser tells. */
export function thisDeviceIsWeak(): boolean {
  const { hardwareConcurrency, deviceMemory } = navigator as Navigator & { deviceMemory?: number }
  const phone = matchMedia("(pointer: coarse) and (max-width: 48rem)").matches
  return isWeak({ cores: hardwareConcurrency, ...(deviceMemory ? { memoryGb: deviceMemory } : {}), phone })
}

export function videoSlotCount(weak: boolean): number {
  return weak ? 6 : 12
}
