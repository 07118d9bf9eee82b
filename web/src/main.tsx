import { StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { App } from "./app/App"
import { preferredLanguage, speak } from "./app/i18n"
import { chosenTheme, wear } from "./app/theme"
import "./styles/tokens.css"
import "./styles/fonts.css"
import "./styles/base.css"

const root = document.getElementById("root")
if (!root) throw new Error("the page has no #root")

wear(chosenTheme())
await speak(preferredLanguage())
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
