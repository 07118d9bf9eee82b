import { type RefObject, useEffect, useState } from "react"

/** Where the player stands, in seconds. */
export function useTime(player: RefObject<HTMLVideoElement | null>): number {
  const [at, setAt] = useState(0)
  useEffect(() => {
    const film = player.current
    if (!film) return
    const follow = () => setAt(film.currentTime)
    film.addEventListener("timeupdate", follow)
    film.addEventListener("seeking", follow)
    return () => {
      film.removeEventListener("timeupdate", follow)
      film.removeEventListener("seeking", follow)
    }
  })
  return at
}
