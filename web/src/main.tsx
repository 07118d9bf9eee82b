// First, because base.css says in which order the layers win; a component's own file comes after it.
import "./styles/tokens.css"
import "./styles/fonts.css"
import "./styles/base.css"
import { StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { App } from "./app/App"
import { preferredLanguage, speak } from "./app/i18n"
import { chosenTheme, wear } from "./app/theme"

const root = document.getElementById("root")
if (!root) throw new Error("the page has no #root")

wear(chosenTheme())
await speak(preferredLanguage())
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
