import { useEffect } from "react"

/** The page's name in the tab; "(3)" in front of it when something waits. */
export function useTitle(title: string | undefined, waiting = 0): void {
  useEffect(() => {
    if (!title) return
    document.title = `${waiting > 0 ? `(${waiting}) ` : ""}${title} · TwinSpace Live`
  }, [title, waiting])
}
