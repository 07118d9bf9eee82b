import { BRUSSELS, wall } from "../../ui/time"

/** A 5-minute grid, in Brussels time (D-14). */
export const CLOCKS: readonly string[] = Array.from({ length: 288 }, (_, step) => {
  const minutes = step * 5
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`
})

/** The next full or half hour that leaves ten minutes to prepare (D-14). */
export function suggestedStart(now: number): { date: string; clock: string } {
  const half = 30 * 60_000
  const at = Math.ceil((now + 10 * 60_000) / half) * half
  const { date, clock } = wall(at, BRUSSELS)
  return { date, clock }
}
