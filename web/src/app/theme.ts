export type Theme = "light" | "dark" | "system"

const STORED = "twinspace.theme"

export function chosenTheme(): Theme {
  const stored = localStorage.getItem(STORED)
  return stored === "light" || stored === "dark" ? stored : "system"
}

/** Show this theme; `system` follows the device by itself (tokens.css). */
export function wear(theme: Theme): void {
  if (theme === "system") {
    delete document.documentElement.dataset.theme
    localStorage.removeItem(STORED)
  } else {
    document.documentElement.dataset.theme = theme
    localStorage.setItem(STORED, theme)
  }
}
