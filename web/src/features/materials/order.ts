import type { Id } from "../../live"

export type Step = 1 | -1

/** Before which one a thing stands after a step, and before which one it stood; null: behind all. */
export function stepped(
  list: readonly { id: Id }[],
  place: number,
  by: Step,
): { before: Id | null; back: Id | null } {
  const next = (at: number) => list[at]?.id ?? null
  return { before: by < 0 ? next(place - 1) : next(place + 2), back: next(place + 1) }
}
