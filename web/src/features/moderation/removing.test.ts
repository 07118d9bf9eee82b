import { afterEach, beforeEach, expect, it, vi } from "vitest"
import type { Message } from "../../live"
import { TOAST_MS } from "../../ui/toasts"
import { approve, hold, remove } from "./api"
import { isGoing, keep, removeSoon, spare } from "./removing"

vi.mock("./api", () => ({ approve: vi.fn(), hold: vi.fn(), remove: vi.fn() }))

const visible = { id: "m", room: "r", change: 1, state: "visible" } as Message
const held: Message = { ...visible, change: 2, state: "held" }
const refused = vi.fn()

beforeEach(() => {
  vi.useFakeTimers()
  vi.mocked(hold).mockResolvedValue(held)
  vi.mocked(remove).mockResolvedValue(visible)
  vi.mocked(approve).mockResolvedValue(visible)
})
afterEach(() => {
  vi.clearAllMocks()
  vi.useRealTimers()
})

const later = () => vi.advanceTimersByTimeAsync(TOAST_MS + 1000)

it("holds it at once and deletes it a little later", async () => {
  await removeSoon(visible, refused)
  expect(isGoing("m")).toBe(true)
  await later()
  expect(remove).toHaveBeenCalledWith("r", "m")
  expect(isGoing("m")).toBe(false)
})

it("deletes nothing that was approved meanwhile, and has nothing to undo then", async () => {
  const removing = await removeSoon(visible, refused)
  spare("m")
  await later()
  expect(remove).not.toHaveBeenCalled()
  await expect(keep(removing)).rejects.toMatchObject({ code: "decided_already" })
  expect(approve).not.toHaveBeenCalled()
})

it("gives back only to those who read it before", async () => {
  await keep(await removeSoon(visible, refused))
  expect(approve).toHaveBeenCalledWith(held)
  await keep(await removeSoon(held, refused))
  expect(approve).toHaveBeenCalledTimes(1)
  await later()
  expect(remove).not.toHaveBeenCalled()
})

it("goes by what is decided before its hold is answered", async () => {
  const removing = removeSoon(visible, refused)
  spare("m")
  await expect(removing).rejects.toMatchObject({ code: "decided_already" })
  await later()
  expect(remove).not.toHaveBeenCalled()
  expect(isGoing("m")).toBe(false)
})
