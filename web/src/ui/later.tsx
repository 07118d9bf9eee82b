import {
  type ComponentType,
  cloneElement,
  type ReactElement,
  useCallback,
  useEffect,
  useRef,
  useState,
} from "react"

export interface WithButton {
  /** The button that opens it: one of ours. */
  button: ReactElement<Record<string, unknown>>
}

export interface Opening {
  /** The button was pressed before the code was there: open as soon as it is. */
  openAtOnce?: boolean
}

/** A button whose overlay is loaded when somebody goes near it: most pages are read without opening a menu. */
export function later<P extends WithButton>(
  load: () => Promise<ComponentType<P & Opening>>,
  popup: "menu" | "dialog",
) {
  let known: ComponentType<P & Opening> | null = null
  const fetch = async () => {
    known = await load()
    return known
  }
  return function Later(props: P) {
    const [Whole, setWhole] = useState<ComponentType<P & Opening> | null>(() => known)
    const [pressed, setPressed] = useState(false)
    if (Whole) return <Whole {...props} openAtOnce={pressed} />
    const near = () => void fetch()
    return cloneElement(props.button, {
      "aria-haspopup": popup,
      "aria-expanded": false,
      onHoverStart: near,
      onFocus: near,
      onPress: async () => {
        const loaded = await fetch()
        setPressed(true)
        setWhole(() => loaded)
      },
    })
  }
}

/** Open state of an overlay that may have been asked for before it was loaded; the focus goes to the new button first. */
export function useOpening(openAtOnce: boolean | undefined, onOpenChange?: (open: boolean) => void) {
  const [open, set] = useState(false)
  const around = useRef<HTMLSpanElement>(null)
  const told = useRef(onOpenChange)
  told.current = onOpenChange
  const setOpen = useCallback((now: boolean) => {
    set(now)
    told.current?.(now)
  }, [])
  useEffect(() => {
    if (!openAtOnce) return
    around.current?.querySelector("button")?.focus()
    setOpen(true)
  }, [openAtOnce, setOpen])
  return { open, setOpen, around }
}
