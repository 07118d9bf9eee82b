import { useEffect, useRef } from "react"
import { useHere } from "./context"
import { outOfReach } from "./ownstate"
import { useSwitchSource } from "./useSwitchSource"
import { ownPart, type View } from "./view"

/** The microphone is off and may be switched on. */
const silent = (view: View) => !ownPart(view)?.microphone && !outOfReach(view, "microphone")

/** The microphone is on while the space bar is held, unless the key is meant for something in focus. */
export function useTalkKey(): void {
  const { conference } = useHere()
  const switchSource = useSwitchSource()
  const act = useRef(switchSource)
  act.current = switchSource
  useEffect(() => {
    let talking = false
    const free = () => document.activeElement === document.body || document.activeElement === null
    const down = (event: KeyboardEvent) => {
      if (event.code !== "Space" || event.repeat || !free() || !silent(conference.read())) return
      event.preventDefault()
      talking = true
      act.current("microphone", true)
    }
    const up = () => {
      if (talking) act.current("microphone", false)
      talking = false
    }
    const released = (event: KeyboardEvent) => event.code === "Space" && up()
    addEventListener("keydown", down)
    addEventListener("keyup", released)
    addEventListener("blur", up)
    return () => {
      removeEventListener("keydown", down)
      removeEventListener("keyup", released)
      removeEventListener("blur", up)
    }
  }, [conference])
}
